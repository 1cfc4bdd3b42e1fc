//! Alive, ready, and served until told to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;

async fn get(url: String) -> (u16, String) {
    let answer = tokio::task::spawn_blocking(move || {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut response = agent.get(url).call().unwrap();
        (response.status().as_u16(), response.body_mut().read_to_string().unwrap())
    });
    answer.await.unwrap()
}

#[tokio::test]
async fn readiness_comes_and_goes_while_the_bot_is_alive() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let database = Arc::new(AtomicBool::new(false));
    let router = router({
        let database = Arc::clone(&database);
        move || {
            let up = database.load(Ordering::SeqCst);
            async move { if up { Ok(()) } else { Err("no database\nbacktrace".to_owned()) } }
        }
    });
    let cancel = CancellationToken::new();
    let server = tokio::spawn(serve(listener, router, cancel.clone()));
    assert_eq!(get(format!("{base}/healthz")).await, (200, "alive\n".to_owned()));
    assert_eq!(get(format!("{base}/readyz")).await, (503, "not ready: no database\n".to_owned()));
    database.store(true, Ordering::SeqCst);
    assert_eq!(get(format!("{base}/readyz")).await, (200, "ready\n".to_owned()));
    cancel.cancel();
    server.await.unwrap().unwrap();
}
