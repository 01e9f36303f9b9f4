//! Mounts the page; on other machines than wasm32 there is no page to mount.

#[cfg(target_arch = "wasm32")]
fn main() {
    sre_portal::ui::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("The portal is a page: 'cargo xtask run' builds and serves it.");
}
