/** Messages of the Open Inference protocol over gRPC, in the JSON form of protobuf descriptors. The numbers are the wire format. */

const field = (type: string, id: number) => ({ type, id });
const list = (type: string, id: number) => ({ rule: 'repeated' as const, type, id });
const parameters = (id: number) => ({ keyType: 'string', type: 'InferParameter', id });
const message = (fields: Record<string, object>, nested?: Record<string, object>) => ({
  fields,
  ...(nested ? { nested } : {}),
});
const tensor = {
  name: field('string', 1),
  datatype: field('string', 2),
  shape: list('int64', 3),
  parameters: parameters(4),
  contents: field('InferTensorContents', 5),
};
const method = (name: string) => ({ requestType: `${name}Request`, responseType: `${name}Response` });

export const GRPC_SCHEMA = {
  nested: {
    inference: {
      nested: {
        GRPCInferenceService: {
          methods: Object.fromEntries(
            ['ServerLive', 'ServerReady', 'ModelReady', 'ServerMetadata', 'ModelMetadata', 'ModelInfer'].map((name) => [
              name,
              method(name),
            ]),
          ),
        },
        ServerLiveRequest: message({}),
        ServerLiveResponse: message({ live: field('bool', 1) }),
        ServerReadyRequest: message({}),
        ServerReadyResponse: message({ ready: field('bool', 1) }),
        ModelReadyRequest: message({ name: field('string', 1), version: field('string', 2) }),
        ModelReadyResponse: message({ ready: field('bool', 1) }),
        ServerMetadataRequest: message({}),
        ServerMetadataResponse: message({
          name: field('string', 1),
          version: field('string', 2),
          extensions: list('string', 3),
        }),
        ModelMetadataRequest: message({ name: field('string', 1), version: field('string', 2) }),
        ModelMetadataResponse: message(
          {
            name: field('string', 1),
            versions: list('string', 2),
            platform: field('string', 3),
            inputs: list('TensorMetadata', 4),
            outputs: list('TensorMetadata', 5),
          },
          {
            TensorMetadata: message({
              name: field('string', 1),
              datatype: field('string', 2),
              shape: list('int64', 3),
            }),
          },
        ),
        ModelInferRequest: message(
          {
            model_name: field('string', 1),
            model_version: field('string', 2),
            id: field('string', 3),
            parameters: parameters(4),
            inputs: list('InferInputTensor', 5),
            outputs: list('InferRequestedOutputTensor', 6),
            raw_input_contents: list('bytes', 7),
          },
          {
            InferInputTensor: message(tensor),
            InferRequestedOutputTensor: message({ name: field('string', 1), parameters: parameters(2) }),
          },
        ),
        ModelInferResponse: message(
          {
            model_name: field('string', 1),
            model_version: field('string', 2),
            id: field('string', 3),
            parameters: parameters(4),
            outputs: list('InferOutputTensor', 5),
            raw_output_contents: list('bytes', 6),
          },
          { InferOutputTensor: message(tensor) },
        ),
        InferParameter: {
          oneofs: {
            parameter_choice: { oneof: ['bool_param', 'int64_param', 'string_param', 'double_param', 'uint64_param'] },
          },
          fields: {
            bool_param: field('bool', 1),
            int64_param: field('int64', 2),
            string_param: field('string', 3),
            double_param: field('double', 4),
            uint64_param: field('uint64', 5),
          },
        },
        InferTensorContents: message({
          bool_contents: list('bool', 1),
          int_contents: list('int32', 2),
          int64_contents: list('int64', 3),
          uint_contents: list('uint32', 4),
          uint64_contents: list('uint64', 5),
          fp32_contents: list('float', 6),
          fp64_contents: list('double', 7),
          bytes_contents: list('bytes', 8),
        }),
      },
    },
  },
};
