"""tritonclient[http] on asyncio, with its defaults."""

import asyncio

import tritonclient.http.aio as triton
from checks import HEADERS, HOST, check, expected, inputs_of, model_file, run, same
from tritonclient.utils import InferenceServerException, np_to_triton_dtype


def tensors(arrays, binary=True):
    given = []
    for name, array in arrays.items():
        tensor = triton.InferInput(name, list(array.shape), np_to_triton_dtype(array.dtype))
        tensor.set_data_from_numpy(array, binary_data=binary)
        given.append(tensor)
    return given


def all_same(result, wanted):
    for name, value in wanted.items():
        same(result.as_numpy(name), value)


@check("binary and JSON answers, 16 calls at once")
async def _():
    async with triton.InferenceServerClient(HOST) as client:
        for model in ("mixed_columns", "tfidf_text", "breast_cancer_xgboost"):
            arrays = inputs_of(model)
            wanted = expected(model, arrays)
            calls = [client.infer(model, tensors(arrays, i % 2 == 0), headers=dict(HEADERS)) for i in range(16)]
            for result in await asyncio.gather(*calls):
                all_same(result, wanted)


@check("gzip and deflate")
async def _():
    async with triton.InferenceServerClient(HOST) as client:
        arrays = inputs_of("digits_conv")
        for coding in ("gzip", "deflate"):
            result = await client.infer(
                "digits_conv",
                tensors(arrays),
                headers=dict(HEADERS),
                request_compression_algorithm=coding,
                response_compression_algorithm=coding,
            )
            all_same(result, expected("digits_conv", arrays))


@check("health, metadata, repository, statistics")
async def _():
    async with triton.InferenceServerClient(HOST) as client:
        assert await client.is_server_live() and await client.is_server_ready()
        assert await client.is_model_ready("tfidf_text", headers=dict(HEADERS))
        metadata = await client.get_model_metadata("tfidf_text", headers=dict(HEADERS))
        assert metadata["inputs"][0]["datatype"] == "BYTES"
        config = await client.get_model_config("tfidf_text", headers=dict(HEADERS))
        assert config["platform"] == "onnxruntime_onnx"
        await client.load_model(
            "pushed-aio", headers=dict(HEADERS), config="{}", files={"file:1/model.onnx": model_file("tfidf_text")}
        )
        index = await client.get_model_repository_index(headers=dict(HEADERS))
        assert ("pushed-aio", "READY") in [(entry["name"], entry["state"]) for entry in index]
        await client.unload_model("pushed-aio", headers=dict(HEADERS))
        statistics = await client.get_inference_statistics("tfidf_text", headers=dict(HEADERS))
        assert statistics["model_stats"][0]["name"] == "tfidf_text"


@check("a refusal is an exception with the reason")
async def _():
    async with triton.InferenceServerClient(HOST) as client:
        try:
            await client.infer("nobody", tensors(inputs_of("diabetes_ridge")), headers=dict(HEADERS))
        except InferenceServerException as error:
            assert "nobody" in error.message()
        else:
            raise AssertionError("the call was not refused")


run()
