//! Letters from a ledger, on the command line. All of it is in [`cli`]; the work is done by the library.

mod cli;

// Typst allocates much and from several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
