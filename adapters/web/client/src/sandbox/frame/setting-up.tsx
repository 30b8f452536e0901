/** Before there is anybody to show. */
export function SettingUp() {
  return (
    <main className="setting-up" aria-busy="true">
      <p role="status">Setting up the desk…</p>
    </main>
  );
}
