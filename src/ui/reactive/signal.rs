//! Values that are set. Knows no value.

use leptos::{
    prelude::{Read as _, ReadUntracked as _, RwSignal as OfOneType, Track as _, Write as _},
    reactive::signal::guards::{Plain, ReadGuard},
};
use std::{any::Any, marker::PhantomData, ops::Deref};

/// A value of any type.
type Value = Box<dyn Any + Send + Sync>;

/// A value that is set, and told to have changed whenever it was: `leptos::prelude::RwSignal`.
pub struct RwSignal<T>(OfOneType<Value>, PhantomData<fn(T) -> T>);

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A value that begins so.
    pub fn new(value: T) -> Self {
        Self(begin(Box::new(value)), PhantomData)
    }

    /// Sets it. Of what made it and is gone, nothing is left to be set.
    pub fn set(self, value: T) {
        self.try_update(|before| *before = value);
    }

    /// Changes it.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// Changes it; `None` when what made it is gone.
    pub fn try_update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let (mut change, mut made) = (Some(change), None);
        write(self.0, &mut |value| {
            if let (Some(value), Some(change)) = (value.downcast_mut(), change.take()) {
                made = Some(change(value));
            }
        });
        made
    }
}

impl<T: 'static> RwSignal<T> {
    /// The value to look at; who asks follows it.
    pub fn read(self) -> Read<T> {
        Read(read(self.0), PhantomData)
    }

    /// The value as it is now, to look at.
    pub fn read_untracked(self) -> Read<T> {
        Read(read_untracked(self.0), PhantomData)
    }

    /// What `take` makes of the value; who asks follows it.
    pub fn with<U>(self, take: impl FnOnce(&T) -> U) -> U {
        take(&self.read())
    }

    /// What `take` makes of the value as it is now.
    pub fn with_untracked<U>(self, take: impl FnOnce(&T) -> U) -> U {
        take(&self.read_untracked())
    }

    /// The same; `None` when what made it is gone.
    pub fn try_with_untracked<U>(self, take: impl FnOnce(&T) -> U) -> Option<U> {
        let value = try_read_untracked(self.0)?;
        Some(take(&Read(value, PhantomData)))
    }

    /// Who asks follows it.
    pub fn track(self) {
        track(self.0);
    }
}

impl<T: Clone + 'static> RwSignal<T> {
    /// The value; who asks follows it.
    pub fn get(self) -> T {
        self.read().clone()
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T {
        self.read_untracked().clone()
    }
}

/// A value that only others set.
pub struct ReadSignal<T>(RwSignal<T>);

impl<T> Clone for ReadSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ReadSignal<T> {}

impl<T: 'static> ReadSignal<T> {
    /// What `take` makes of the value; who asks follows it.
    pub fn with<U>(self, take: impl FnOnce(&T) -> U) -> U {
        self.0.with(take)
    }

    /// What `take` makes of the value as it is now.
    pub fn with_untracked<U>(self, take: impl FnOnce(&T) -> U) -> U {
        self.0.with_untracked(take)
    }

    /// Who asks follows it.
    pub fn track(self) {
        self.0.track();
    }
}

impl<T: Clone + 'static> ReadSignal<T> {
    /// The value; who asks follows it.
    pub fn get(self) -> T {
        self.0.get()
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T {
        self.0.get_untracked()
    }
}

/// A value that begins so, for those who look at it and for who sets it.
pub fn signal<T: Send + Sync + 'static>(value: T) -> (ReadSignal<T>, RwSignal<T>) {
    let signal = RwSignal::new(value);
    (ReadSignal(signal), signal)
}

/// A value that was asked for.
pub struct Read<T>(ReadGuard<Value, Plain<Value>>, PhantomData<T>);

impl<T: 'static> Deref for Read<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self.0.downcast_ref() {
            Some(value) => value,
            None => unreachable!("a signal holds a value of its type"),
        }
    }
}

// One copy each of what leptos has for each place that calls it.

fn begin(value: Value) -> OfOneType<Value> {
    OfOneType::new(value)
}

fn read(signal: OfOneType<Value>) -> ReadGuard<Value, Plain<Value>> {
    signal.read()
}

fn read_untracked(signal: OfOneType<Value>) -> ReadGuard<Value, Plain<Value>> {
    signal.read_untracked()
}

fn try_read_untracked(signal: OfOneType<Value>) -> Option<ReadGuard<Value, Plain<Value>>> {
    signal.try_read_untracked()
}

fn track(signal: OfOneType<Value>) {
    signal.track();
}

fn write(signal: OfOneType<Value>, change: &mut dyn FnMut(&mut Value)) {
    if let Some(mut value) = signal.try_write() {
        change(&mut value);
    }
}
