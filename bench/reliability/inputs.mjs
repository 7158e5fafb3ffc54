// Bad inputs to good models (the models `serving` of hazards.py). `gives` is the exact text of the values that must come back;
// where it is missing the call must be refused with a 4xx. `mayEnd` allows the codes of a runner that was ended.
const one = (model, datatype, value, more = {}) => ({
  model,
  what: `${datatype} ${value.length > 40 ? `${value.slice(0, 40)}…` : value}`,
  body: `{"inputs":[{"name":"x","datatype":"${datatype}","shape":[1,1],"data":[${value}]}]}`,
  ...more,
});
const refuse = (datatype, ...values) => values.map((value) => one(`same-${datatype}`, datatype, value));
const keep = (datatype, ...values) =>
  values
    .map((value) => (Array.isArray(value) ? value : [value, value]))
    .map(([value, gives]) => one(`same-${datatype}`, datatype, value, { gives }));

const wide = (what, text, more = {}) => ({ model: 'wide', what, body: text, ...more });
const tensor = (more) =>
  `{"inputs":[${JSON.stringify({ name: 'x', datatype: 'FP32', shape: [1, 4], data: [1, 2, 3, 4], ...more })}]}`;
const vector = (model, datatype, values, more = {}) => ({
  model,
  what: `${model} of ${JSON.stringify(values).slice(0, 40)}`,
  body: `{"inputs":[{"name":"x","datatype":"${datatype}","shape":[${values.length}],"data":[${values.join(',')}]}]}`,
  ...more,
});
const pair = (model, datatype, a, b) => ({
  model,
  what: `${model}: ${a} and ${b}`,
  body: `{"inputs":[{"name":"a","datatype":"${datatype}","shape":[1],"data":[${a}]},{"name":"b","datatype":"${datatype}","shape":[1],"data":[${b}]}]}`,
  mayEnd: true,
});
const binary = (what, model, head, tail, length) => {
  const text = Buffer.from(JSON.stringify({ inputs: [{ name: 'x', ...head }] }));
  return {
    model,
    what: `binary: ${what}`,
    headers: {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': String(length ?? text.length),
    },
    body: Buffer.concat([text, tail]),
  };
};
const rows = (what, values, more = {}) => ({
  model: 'wide',
  path: 'rows',
  what: `rows: ${what}`,
  body: `{"rows":[{"x":${values}}]}`,
  ...more,
});
const instances = (what, values, more = {}) => ({
  model: 'wide',
  path: 'v1',
  what: `v1: ${what}`,
  body: `{"instances":[${values}]}`,
  ...more,
});

export const INPUTS = [
  ...refuse(
    'FP32',
    'null',
    '""',
    '"abc"',
    'true',
    '{}',
    '[]',
    '1e39',
    '-1e39',
    '1e999',
    'NaN',
    'Infinity',
    '"5"',
    '0x10',
    '+1',
    '01',
  ),
  ...keep('FP32', ['16777217', '16777216'], '0.5', '-1.5', '3.4028234663852886e+38'),
  ...refuse('FP64', '1e309', 'null', '"1"'),
  ...keep('FP64', '0.1', '1e+308', '9007199254740993.5'.replace('3.5', '2')),
  ...refuse('FP16', '70000', '"1"'),
  ...refuse('INT32', '3000000000', '2147483648', '-2147483649', '1.9', 'null', 'true', '""', '1e10'),
  ...keep('INT32', '2147483647', '-2147483648'),
  ...refuse('UINT8', '-1', '256', '1.5'),
  ...keep('UINT8', '255'),
  ...refuse('INT8', '128', '-129'),
  ...refuse('INT16', '32768'),
  ...refuse('UINT16', '65536', '-1'),
  ...refuse('UINT32', '4294967296', '-1'),
  ...keep('UINT32', '4294967295'),
  ...refuse(
    'INT64',
    '9223372036854775808',
    '"9223372036854775808"',
    '18446744073709551621',
    '1.5',
    '-9223372036854775809',
  ),
  ...keep('INT64', '9007199254740993', '9223372036854775807', '-9223372036854775808'),
  ...refuse('UINT64', '18446744073709551616', '-1'),
  ...keep('UINT64', '18446744073709551615'),
  ...refuse('BOOL', '2', '"true"', 'null', '0.5'),
  ...keep('BOOL', 'true', 'false'),
  ...refuse('BYTES', '7', 'null', 'true', '"a\\u0000b"', '"\\ud800"', '{}'),
  ...keep('BYTES', '"é"', '""', '"__proto__"'),
  one('same-BYTES', 'BYTES', `"${'a'.repeat(1_100_000)}"`),
  wide('an empty body', ''),
  wide('no JSON', 'inputs=1'),
  wide('a comma too many', tensor({}).replace('[1,2,3,4]', '[1,2,3,4,]')),
  wide('a byte order mark', `\ufeff${tensor({})}`),
  wide('a body that ends early', tensor({}).slice(0, -4)),
  wide(
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from(tensor({}).slice(0, -1)), Buffer.from(',"id":"\xff"}', 'latin1')]),
  ),
  wide('33 levels', tensor({ data: JSON.parse(`${'['.repeat(40)}1${']'.repeat(40)}`) })),
  wide('a million levels', '['.repeat(1_000_000)),
  wide('a key twice', '{"inputs":[],"inputs":[]}'),
  wide('no inputs', '{}'),
  wide('inputs that are no list', '{"inputs":{}}'),
  wide('no tensors', '{"inputs":[]}'),
  wide('another name', tensor({ name: 'z' })),
  wide('__proto__ as name', tensor({ name: '__proto__' })),
  wide('a name that is a number', tensor({ name: 7 })),
  wide('one tensor twice', `{"inputs":[${tensor({}).slice(11, -2)},${tensor({}).slice(11, -2)}]}`),
  wide('one tensor too many', `{"inputs":[${tensor({}).slice(11, -2)},${tensor({ name: 'z' }).slice(11, -2)}]}`),
  wide('another rank', tensor({ shape: [4] })),
  wide('another width', tensor({ shape: [2, 2] })),
  wide('a negative dimension', tensor({ shape: [-1, 4] })),
  wide('half a row', tensor({ shape: [0.5, 4] })),
  wide('a dimension beyond memory', tensor({ shape: [9e15, 4] })),
  wide('a shape that is no list', tensor({ shape: 4 })),
  wide('fewer values than the shape', tensor({ data: [1, 2, 3] })),
  wide('more values than the shape', tensor({ data: [1, 2, 3, 4, 5] })),
  wide(
    'ragged rows',
    tensor({
      shape: [2, 4],
      data: [
        [1, 2, 3, 4, 5],
        [1, 2, 3],
      ],
    }),
  ),
  wide('another datatype', tensor({ datatype: 'INT32' })),
  wide('an unknown datatype', tensor({ datatype: 'FLOAT' })),
  wide('an output that is not there', tensor({}).replace(/}$/, ',"outputs":[{"name":"nothing"}]}')),
  wide('no rows', tensor({ shape: [0, 4], data: [] }), { gives: '' }),
  wide('11 MB', `${tensor({})}${' '.repeat(11 * 1024 * 1024)}`),
  binary(
    'too few bytes',
    'wide',
    { datatype: 'FP32', shape: [1, 4], parameters: { binary_data_size: 16 } },
    Buffer.alloc(8),
  ),
  binary(
    'too many bytes',
    'wide',
    { datatype: 'FP32', shape: [1, 4], parameters: { binary_data_size: 16 } },
    Buffer.alloc(32),
  ),
  binary(
    'a negative size',
    'wide',
    { datatype: 'FP32', shape: [1, 4], parameters: { binary_data_size: -16 } },
    Buffer.alloc(16),
  ),
  binary(
    'a size beyond memory',
    'wide',
    { datatype: 'FP32', shape: [1, 4], parameters: { binary_data_size: 9e15 } },
    Buffer.alloc(16),
  ),
  binary(
    '2 as BOOL',
    'same-BOOL',
    { datatype: 'BOOL', shape: [1, 1], parameters: { binary_data_size: 1 } },
    Buffer.from([2]),
  ),
  binary(
    'a text longer than the body',
    'same-BYTES',
    { datatype: 'BYTES', shape: [1, 1], parameters: { binary_data_size: 5 } },
    Buffer.from([255, 255, 255, 255, 65]),
  ),
  binary(
    'a text that is not UTF-8',
    'same-BYTES',
    { datatype: 'BYTES', shape: [1, 1], parameters: { binary_data_size: 5 } },
    Buffer.from([1, 0, 0, 0, 255]),
  ),
  binary(
    'a head beyond the body',
    'wide',
    { datatype: 'FP32', shape: [1, 4], parameters: { binary_data_size: 16 } },
    Buffer.alloc(16),
    9_999_999,
  ),
  binary(
    'a head that is no number',
    'wide',
    { datatype: 'FP32', shape: [1, 4], parameters: { binary_data_size: 16 } },
    Buffer.alloc(16),
    'NaN',
  ),
  ...[
    'null',
    '["a",1,2,3]',
    '[1,2,3]',
    '[1,2,3,4,5]',
    '[true,1,2,3]',
    '[1e39,1,2,3]',
    '[[1],2,3,4]',
    '[null,1,2,3]',
    '{}',
    '7',
  ].map((value) => rows(value, value)),
  ...['null', '["a",1,2,3]', '[1,2,3]', '[true,1,2,3]', '[1e39,1,2,3]', '[null,1,2,3]', '{"z":1}', '"x"'].map((value) =>
    instances(value, value),
  ),
  pair('div-int32', 'INT32', '-2147483648', '-1'),
  pair('mod-int32', 'INT32', '-2147483648', '-1'),
  pair('div-int64', 'INT64', '-9223372036854775808', '-1'),
  pair('div-int32', 'INT32', '1', '0'),
  vector('zeros', 'INT64', ['1099511627776'], { mayEnd: true }),
  vector('zeros', 'INT64', ['-5'], { mayEnd: true }),
  vector('zeros', 'INT64', ['1073741824'], { mayEnd: true }),
  vector('pick', 'INT64', ['99'], { mayEnd: true }),
  vector('pick', 'INT64', ['-9223372036854775808'], { mayEnd: true }),
  vector('reshape', 'INT64', ['7'], { mayEnd: true }),
  vector('reshape', 'INT64', ['-1', '-1'], { mayEnd: true }),
  vector('rounds', 'INT64', ['9223372036854775807'], { mayEnd: true }),
  {
    model: 'square',
    what: 'x · xᵀ of 80 KB',
    headers: { 'content-type': 'application/json' },
    body: `{"inputs":[{"name":"x","datatype":"FP32","shape":[20000,1],"data":[${'1,'.repeat(19_999)}1]}]}`,
    mayEnd: true,
  },
];
