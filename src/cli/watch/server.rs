//! The live page's server: on the loopback only, behind an address that nobody can guess, with nothing from outside.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tokio::net::TcpListener;

use super::desk::Desk;

const PAGE: &str = include_str!("page.html");
const SCRIPT: &str = include_str!("page.js");
const ICON: &str = include_str!("page.svg");
const STYLE: &str = include_str!("page.css");
/// How long a question for news waits; browsers give up later.
const PATIENCE: Duration = Duration::from_secs(20);

/// Serves until the program is stopped; `ready` is told the port.
pub(super) fn run(desk: Arc<Desk>, port: u16, token: &str, ready: &mut dyn FnMut(u16)) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = listener.local_addr()?.port();
        let pages = Router::new()
            .route("/", get(|| async { file(PAGE, "text/html; charset=utf-8") }))
            .route("/page.js", get(|| async { file(SCRIPT, "text/javascript; charset=utf-8") }))
            .route("/page.css", get(|| async { file(STYLE, "text/css; charset=utf-8") }))
            .route("/page.svg", get(|| async { file(ICON, "image/svg+xml") }))
            .route("/state", get(state))
            .route("/letter/{letter}", post(choose))
            .route("/page/{version}/{page}", get(picture))
            .with_state(desk);
        let hosts: Hosts = Arc::new([format!("127.0.0.1:{port}"), format!("localhost:{port}")]);
        let app = Router::new()
            .nest(&format!("/{token}"), pages)
            .route(&format!("/{token}/"), get(|| async { file(PAGE, "text/html; charset=utf-8") }));
        let app = app.layer(middleware::from_fn_with_state(hosts, guard));
        ready(port);
        axum::serve(listener, app).await
    })
}

/// A page elsewhere may have its name lead to this machine (DNS rebinding), and a form elsewhere may post here: neither
/// has our host or origin.
async fn guard(State(hosts): State<Hosts>, request: Request, next: Next) -> Response<Body> {
    if !is_ours(&hosts, request.headers()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let own = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
               base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(own));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

type Hosts = Arc<[String; 2]>;

fn is_ours(hosts: &Hosts, headers: &HeaderMap) -> bool {
    let value = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = value(header::HOST).unwrap_or_default();
    let origin = value(header::ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
    hosts.iter().any(|known| known == host) && origin
}

fn file(text: &'static str, kind: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind)], text)
}

/// What is shown, as soon as it is newer than what the page has.
async fn state(State(desk): State<Arc<Desk>>, Query(query): Query<After>) -> impl IntoResponse {
    let mut news = desk.news();
    let newer = news.wait_for(|version| *version > query.after);
    // After a while what is there is told all the same.
    let _ = tokio::time::timeout(PATIENCE, newer).await;
    ([(header::CONTENT_TYPE, "application/json")], desk.shown())
}

/// The version that the page has.
#[derive(serde::Deserialize)]
struct After {
    after: u64,
}

async fn choose(State(desk): State<Arc<Desk>>, Path(letter): Path<usize>) -> StatusCode {
    desk.choose(letter);
    StatusCode::NO_CONTENT
}

async fn picture(State(desk): State<Arc<Desk>>, Path((_, page)): Path<(u64, usize)>) -> Response<Body> {
    match desk.page(page) {
        Some(picture) => ([(header::CONTENT_TYPE, "image/png")], picture).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
