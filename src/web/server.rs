//! The HTTP server itself: what a caller may hold on to is bounded, whatever it asks is answered, and the end
//! is an orderly one.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use super::body;

/// How long requests under way may go on once the server is told to end.
const DRAIN_WITHIN: Duration = Duration::from_secs(8);

/// How long a caller may take for a request's head, and leave a connection idle before it. Longer than proxies
/// keep idle connections by default (60 s), so that it is not we who close one just as it is used again.
const HEAD_WITHIN: Duration = Duration::from_secs(75);

/// How long what was sent may stay unacknowledged: then the other end has vanished, and nothing else would tell.
#[cfg(target_os = "linux")]
const VANISHED_AFTER: Duration = Duration::from_secs(60);

/// Most bytes of a request's head.
const HEAD_MOST: usize = 64 << 10;

/// Most connections at once: half of the files that a process may usually have open. The next ones wait.
const CONNECTIONS_MOST: usize = 512;

/// What a caller may hold on to.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) head_within: Duration,
    pub(super) connections: usize,
}

/// Serves `router` on `listener` until `cancel`; then takes no more, and gives requests under way a little time.
pub async fn serve(listener: TcpListener, router: Router, cancel: CancellationToken) -> std::io::Result<()> {
    let bounds = Bounds { head_within: HEAD_WITHIN, connections: CONNECTIONS_MOST };
    serve_within(bounds, listener, router, cancel).await
}

pub(super) async fn serve_within(
    bounds: Bounds,
    mut listener: TcpListener,
    router: Router,
    cancel: CancellationToken,
) -> std::io::Result<()> {
    info!(address = %listener.local_addr()?, "listening");
    let router = router
        .fallback(async |request| refused(request, StatusCode::NOT_FOUND).await)
        .method_not_allowed_fallback(async |request| refused(request, StatusCode::METHOD_NOT_ALLOWED).await);
    let under_way = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(bounds.connections));
    loop {
        let next = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, Listener::accept(&mut listener).await.0)
        };
        let (place, stream) = tokio::select! {
            biased;
            () = cancel.cancelled() => break,
            next = next => next,
        };
        let connection = under_way.watch(connection(bounds, stream, &router));
        tokio::spawn(async move {
            if let Err(fault) = connection.await {
                debug!(%fault, "a connection ended badly");
            }
            drop(place);
        });
    }
    drop(listener);
    if timeout(DRAIN_WITHIN, under_way.shutdown()).await.is_err() {
        warn!("the web server ends with requests still under way");
    }
    Ok(())
}

type Connection = http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>>;

fn connection(bounds: Bounds, stream: TcpStream, router: &Router) -> Connection {
    // Answers are small and awaited. Where this cannot be set, they come all the same; and where that cannot, it takes
    // longer until a connection is given up.
    let _ = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(&stream).set_tcp_user_timeout(Some(VANISHED_AFTER));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head_within)
        .max_buf_size(HEAD_MOST)
        // Who has said all it has to say still wants its answer.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()))
}

/// What we have nothing for is read and thrown away before it is answered: see [`body`].
async fn refused(request: Request, status: StatusCode) -> StatusCode {
    // However that ends, the answer is the same.
    let _ = body::read(request.into_body(), 0).await;
    status
}
