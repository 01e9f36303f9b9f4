//! Values that follow others. leptos brings a copy of its code for each type of value, some kilobytes for each of 60; here all
//! are of one type for it. Knows no value.

use leptos::prelude::{Get, GetUntracked, Memo as OfOneType, Track};
use std::{any::Any, marker::PhantomData, ops::Deref, sync::Arc};

/// A value of any type.
type Value = Arc<dyn Any + Send + Sync>;

/// A value that follows others, told to have changed when it differs from the one before: `leptos::prelude::Memo`.
pub struct Memo<T>(OfOneType<Value>, PhantomData<fn() -> T>);

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// A value that `follow` makes of the one before.
    pub fn new(follow: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let follow = move |before: Option<&Value>| -> Option<Value> {
            let before = before.map(of);
            let now = follow(before);
            (before != Some(&now)).then(|| Arc::new(now) as Value)
        };
        Self(following(Box::new(follow)), PhantomData)
    }
}

impl<T: 'static> Memo<T> {
    /// What `take` makes of the value; who asks follows it.
    pub fn with<U>(self, take: impl FnOnce(&T) -> U) -> U {
        take(of(&self.0.get()))
    }

    /// What `take` makes of the value as it is now.
    pub fn with_untracked<U>(self, take: impl FnOnce(&T) -> U) -> U {
        take(of(&self.0.get_untracked()))
    }

    /// The value to look at; who asks follows it.
    pub fn read(self) -> Read<T> {
        Read(self.0.get(), PhantomData)
    }

    /// Who asks follows it.
    pub fn track(self) {
        self.0.track();
    }
}

impl<T: Clone + 'static> Memo<T> {
    /// The value; who asks follows it.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The same; `None` when what made it is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        self.0
            .try_get_untracked()
            .map(|value| of::<T>(&value).clone())
    }
}

/// A value that was asked for.
pub struct Read<T>(Value, PhantomData<T>);

impl<T: 'static> Deref for Read<T> {
    type Target = T;

    fn deref(&self) -> &T {
        of(&self.0)
    }
}

/// What makes a value of the one before; nothing when it stays.
type Follow = Box<dyn Fn(Option<&Value>) -> Option<Value> + Send + Sync>;

fn following(follow: Follow) -> OfOneType<Value> {
    OfOneType::new_owning(
        move |before: Option<Value>| match (follow(before.as_ref()), before) {
            (Some(now), _) => (now, true),
            (None, Some(before)) => (before, false),
            (None, None) => unreachable!("a first value differs from none"),
        },
    )
}

/// The value of a memo, which made it of this type.
fn of<T: 'static>(value: &Value) -> &T {
    match value.downcast_ref() {
        Some(value) => value,
        None => unreachable!("a memo makes values of its type"),
    }
}
