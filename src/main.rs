//! The `pacesetter` program.

fn main() -> std::process::ExitCode {
    pacesetter::cli::run()
}
