//! Mounts the page; on other machines than wasm32 there is no page to mount.

#[cfg(all(target_arch = "wasm32", feature = "page"))]
fn main() {
    sre_portal::ui::mount();
}

#[cfg(not(all(target_arch = "wasm32", feature = "page")))]
fn main() {
    println!("The portal is a page: 'cargo xtask run' builds and serves it.");
}
