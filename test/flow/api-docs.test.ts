import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApi } from '../../src/http/docs/describe-api.ts';
import { ApiWorld, type Answered } from '../support/api/api-world.ts';
import { addressOf, operationsOf, readDocument, type DocumentedOperation } from '../support/api/documented.ts';
import { routesOf } from '../support/api/routes-of.ts';
import { seed } from '../support/api/seed.ts';
import { onEachDatabase } from '../support/databases.ts';

/** No operation has this one. */
const NOBODY = 99_999;

onEachDatabase((database) => {
  let world: ApiWorld;
  let document: OpenApi;
  let check: (operation: DocumentedOperation, answer: Answered) => void;

  beforeAll(async () => {
    world = await ApiWorld.open(database);
    await seed(world);
    document = await readDocument(world);
    check = checkAgainst(document);
  });
  afterAll(() => world.close());

  const operations = () => operationsOf(document);

  test('is OpenAPI 3.1, and has every route of /api', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone({ ...document }));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    const served = routesOf(world.app).filter((name) => name.includes(' /api/') && !/openapi|docs/.test(name));
    expect(
      operations()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(served.toSorted());
    expect(operations().length).toBeGreaterThan(20);
  });

  describe('every operation', () => {
    test('answers its example as it says', async () => {
      const answered: Record<string, number> = {};
      for (const operation of operations()) {
        const { name, method, example } = operation;
        const answer = await world.ask(method, addressOf(operation), { body: example });
        answered[name] = answer.status;
        check(operation, answer);
      }
      expect(answered).toEqual(
        Object.fromEntries(operations().map(({ name, operation }) => [name, goodStatusOf(operation)])),
      );
    });

    test('answers what it can be asked besides as it says', async () => {
      for (const operation of operations()) {
        const { method, example } = operation;
        const { parameters = [] } = operation.operation;
        const address = addressOf(operation);
        if (parameters.some(({ name }) => name === 'limit')) {
          const page = await world.ask(method, `${address}?limit=1`);
          expect(page.status).toBe(200);
          check(operation, page);
        }
        for (const { name } of parameters.filter((parameter) => parameter.in === 'header')) {
          const again = () => world.ask(method, address, { body: example, headers: { [name]: 'once' } });
          const statuses = [await again(), await again()].map((answer) => (check(operation, answer), answer.status));
          expect(statuses).toEqual([201, 200]);
        }
      }
    });

    test('refuses as it says', async () => {
      for (const operation of operations()) {
        const { name, method, example, operation: documented } = operation;
        const refusals = [[401, await world.ask(method, addressOf(operation), { token: null, body: example })]];
        if (example !== undefined) {
          refusals.push([400, await world.ask(method, addressOf(operation), { body: { unheardOf: true } })]);
        }
        if ('404' in documented.responses && operation.path.includes('{')) {
          refusals.push([404, await world.ask(method, addressOf(operation, NOBODY), { body: example })]);
        }
        for (const [status, answer] of refusals as [number, Answered][]) {
          expect([name, answer.status, answer.body['success']]).toEqual([name, status, false]);
          check(operation, answer);
        }
      }
    });
  });

  test('needs no key, and tells no secret', async () => {
    for (const path of ['/api/openapi.json', '/api/docs']) {
      const { status, text } = await world.ask('GET', path, { token: null });
      expect(status).toBe(200);
      for (const secret of ['a-key-for-tests-only', 'grace@switchboard.example', world.url]) {
        expect(text).not.toContain(secret);
      }
    }
  });
});

const goodStatusOf = ({ responses }: DocumentedOperation['operation']): number =>
  Math.max(
    ...Object.keys(responses)
      .map(Number)
      .filter((status) => status < 400),
  );

/** The document itself is the schema: its references lead to its components. */
function checkAgainst(document: OpenApi): (operation: DocumentedOperation, answer: Answered) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'api', ...document });
  const validators = new Map<string, ValidateFunction>();
  const validatorFor = ({ path, method }: DocumentedOperation, status: number): ValidateFunction => {
    const response = document.paths[path]![method.toLowerCase()]!.responses[status];
    if (!response) throw new Error(`${method} ${path} says nothing of ${status}.`);
    const escaped = path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
    const own = `#/paths/${escaped}/${method.toLowerCase()}/responses/${status}`;
    const place = typeof response['$ref'] === 'string' ? response['$ref'] : own;
    const pointer = `api${place}/content/application~1json/schema`;
    const validator = validators.get(pointer) ?? ajv.compile({ $ref: pointer });
    validators.set(pointer, validator);
    return validator;
  };
  return (operation, { status, body }) => {
    const validate = validatorFor(operation, status);
    validate(body);
    expect([operation.name, status, validate.errors ?? []]).toEqual([operation.name, status, []]);
  };
}
