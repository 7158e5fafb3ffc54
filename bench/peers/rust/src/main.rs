//! The least that can stand between a model and HTTP: hyper, serde_json and onnxruntime. Nothing is logged, nothing is authorised.
//! rust-peer MODEL PORT THREADS, with the onnxruntime library in ORT_DYLIB_PATH.

use std::{cell::RefCell, convert::Infallible, env, error::Error, rc::Rc, thread};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, header, server::conn::http1, service::service_fn, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use ort::{environment::Environment, session::Session, value::TensorRef};
use serde::{Deserialize, Serialize};

type Fault = Box<dyn Error>;

#[derive(Deserialize)]
struct Call<'a> {
    #[serde(borrow)]
    inputs: Vec<Input<'a>>,
}

#[derive(Deserialize)]
struct Input<'a> {
    name: &'a str,
    datatype: &'a str,
    shape: Vec<i64>,
    data: Vec<f32>,
}

#[derive(Serialize)]
struct Answer<'a> {
    model_name: &'a str,
    model_version: &'a str,
    outputs: [Output<'a>; 1],
}

#[derive(Serialize)]
struct Output<'a> {
    name: &'a str,
    datatype: &'a str,
    shape: &'a [i64],
    data: &'a [f32],
}

fn infer(session: &mut Session, body: &[u8]) -> Result<Vec<u8>, Fault> {
    let call: Call = serde_json::from_slice(body)?;
    let input = call.inputs.first().ok_or("there are no inputs")?;
    if input.name != "x" || input.datatype != "FP32" {
        return Err("x: it must be FP32".into());
    }
    let x = TensorRef::from_array_view((input.shape.as_slice(), input.data.as_slice()))?;
    let outputs = session.run(ort::inputs!["x" => x])?;
    let (shape, data) = outputs["probabilities"].try_extract_tensor::<f32>()?;
    Ok(serde_json::to_vec(&Answer {
        model_name: "mlp",
        model_version: "1",
        outputs: [Output { name: "probabilities", datatype: "FP32", shape, data }],
    })?)
}

fn answer(status: StatusCode, body: Vec<u8>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    response
}

async fn serve(session: &RefCell<Session>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, hyper::Error> {
    match (request.method(), request.uri().path()) {
        (&Method::GET, "/ready") => Ok(answer(StatusCode::OK, b"{}".to_vec())),
        (&Method::POST, "/v2/models/mlp/infer") => {
            let body = request.into_body().collect().await?.to_bytes();
            Ok(match infer(&mut session.borrow_mut(), &body) {
                Ok(body) => answer(StatusCode::OK, body),
                Err(fault) => {
                    let error = serde_json::json!({ "error": fault.to_string() });
                    answer(StatusCode::BAD_REQUEST, error.to_string().into_bytes())
                }
            })
        }
        _ => Ok(answer(StatusCode::NOT_FOUND, b"{}".to_vec())),
    }
}

/// One thread with a session and connections of its own: the run is so short that handing it over would cost more.
async fn accept(listener: std::net::TcpListener, session: Session) -> Result<Infallible, Fault> {
    let session = Rc::new(RefCell::new(session));
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let session = session.clone();
        tokio::task::spawn_local(async move {
            let service = service_fn(|request| serve(&session, request));
            // A connection that breaks is the caller's matter.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

fn main() -> Result<(), Fault> {
    let [model, port, threads]: [String; 3] =
        env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "rust-peer MODEL PORT THREADS")?;
    let listener = std::net::TcpListener::bind(("127.0.0.1", port.parse()?))?;
    listener.set_nonblocking(true)?;
    let environment = ort::init().build()?;
    let start = |environment: &Environment| -> Result<thread::JoinHandle<()>, Fault> {
        let listener = listener.try_clone()?;
        let session = Session::builder(environment)?.with_intra_threads(1)?.with_inter_threads(1)?.commit_from_file(&model)?;
        Ok(thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
            let fault = tokio::task::LocalSet::new().block_on(&runtime, accept(listener, session));
            eprintln!("{fault:?}");
        }))
    };
    let workers = (0..threads.parse()?).map(|_| start(&environment)).collect::<Result<Vec<_>, _>>()?;
    for worker in workers {
        worker.join().map_err(|_| "a thread ended")?;
    }
    Ok(())
}
