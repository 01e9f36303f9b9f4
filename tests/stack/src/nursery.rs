//! The one thread that starts children. It must not know what they are.
//!
//! Linux ends a child together with the *thread* that started it (`setpriv --pdeathsig`), and a test's thread ends long
//! before a server that other tests share. This thread lives as long as the process.

use std::io;
use std::process::{Child, Command};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};

type Order = (Command, Sender<io::Result<Child>>);

static THREAD: OnceLock<Sender<Order>> = OnceLock::new();

/// Starts `command` from the thread that never ends.
pub fn spawn(command: Command) -> io::Result<Child> {
    let orders = THREAD.get_or_init(|| {
        let (sender, receiver) = mpsc::channel::<Order>();
        std::thread::spawn(move || {
            for (mut command, reply) in receiver {
                // Nobody waits for the answer only when the asking thread is gone; then the child is not wanted either.
                if let Err(mpsc::SendError(Ok(mut child))) = reply.send(command.spawn()) {
                    let _ = child.kill();
                }
            }
        });
        sender
    });
    let gone = || io::Error::other("the thread that starts children is gone");
    let (reply, answer) = mpsc::channel();
    orders.send((command, reply)).map_err(|_| gone())?;
    answer.recv().map_err(|_| gone())?
}
