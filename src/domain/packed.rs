//! Values as bytes, from the build to the page: written and read by one list of fields a type, so that the two cannot
//! disagree. Not a format to keep: the next build may write it otherwise.

use jiff::civil::{Date, Time, Weekday};

/// What can be packed.
pub trait Packed: Sized {
    /// Appends the bytes.
    fn pack(&self, to: &mut Vec<u8>);

    /// Reads a value off the front; `None` where the bytes are others than [`Packed::pack`] writes.
    fn unpack(from: &mut &[u8]) -> Option<Self>;
}

/// Lists what makes a type: all fields of a struct, or the variants of an enum with what they hold.
#[macro_export]
macro_rules! packed {
    (struct $type:path { $($field:ident),* $(,)? }) => {
        impl $crate::domain::packed::Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                $($crate::domain::packed::Packed::pack(&self.$field, to);)*
            }
            fn unpack(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: $crate::domain::packed::Packed::unpack(from)?),* })
            }
        }
    };
    (enum $type:path { $($number:literal => $variant:ident $(($($item:ident),*))? $({$($field:ident),*})?),* $(,)? }) => {
        impl $crate::domain::packed::Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($($item),*))? $({$($field),*})? => {
                        to.push($number);
                        $($($crate::domain::packed::Packed::pack($item, to);)*)?
                        $($($crate::domain::packed::Packed::pack($field, to);)*)?
                    })*
                }
            }
            fn unpack(from: &mut &[u8]) -> Option<Self> {
                match <u8 as $crate::domain::packed::Packed>::unpack(from)? {
                    $($number => {
                        $($(let $item = $crate::domain::packed::Packed::unpack(from)?;)*)?
                        $($(let $field = $crate::domain::packed::Packed::unpack(from)?;)*)?
                        Some(Self::$variant $(($($item),*))? $({$($field),*})?)
                    })*
                    _ => None,
                }
            }
        }
    };
}

impl Packed for u8 {
    fn pack(&self, to: &mut Vec<u8>) {
        to.push(*self);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let (first, rest) = from.split_first()?;
        *from = rest;
        Some(*first)
    }
}

/// Seven bits a byte, the lowest first.
fn pack_number(mut number: u64, to: &mut Vec<u8>) {
    while number > 127 {
        to.push(number as u8 | 128);
        number >>= 7;
    }
    to.push(number as u8);
}

fn unpack_number(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = u8::unpack(from)?;
        number |= u64::from(byte & 127) << shift;
        if byte < 128 {
            return Some(number);
        }
    }
    None
}

/// Whole numbers by way of `u64` and back, which keeps all their bits.
macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                pack_number(*self as u64, to);
            }
            fn unpack(from: &mut &[u8]) -> Option<Self> {
                Some(unpack_number(from)? as Self)
            }
        }
    )*};
}

numbers!(u16, u32, i32, i64, usize);

impl Packed for bool {
    fn pack(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some(u8::unpack(from)? == 1)
    }
}

impl Packed for f64 {
    fn pack(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.to_le_bytes());
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let (bytes, rest) = from.split_first_chunk()?;
        *from = rest;
        Some(Self::from_le_bytes(*bytes))
    }
}

impl Packed for String {
    fn pack(&self, to: &mut Vec<u8>) {
        self.len().pack(to);
        to.extend_from_slice(self.as_bytes());
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let length = usize::unpack(from)?;
        let (text, rest) = from.split_at_checked(length)?;
        *from = rest;
        Some(std::str::from_utf8(text).ok()?.to_owned())
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.is_some().pack(to);
        if let Some(value) = self {
            value.pack(to);
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some(match bool::unpack(from)? {
            true => Some(T::unpack(from)?),
            false => None,
        })
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.len().pack(to);
        for value in self {
            value.pack(to);
        }
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let count = usize::unpack(from)?;
        let mut values = Self::new();
        for _ in 0..count {
            values.push(T::unpack(from)?);
        }
        Some(values)
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

impl Packed for Date {
    fn pack(&self, to: &mut Vec<u8>) {
        i32::from(self.year()).pack(to);
        (self.month() as u8).pack(to);
        (self.day() as u8).pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let year = i16::try_from(i32::unpack(from)?).ok()?;
        let (month, day) = (u8::unpack(from)?, u8::unpack(from)?);
        Self::new(year, month as i8, day as i8).ok()
    }
}

impl Packed for Time {
    fn pack(&self, to: &mut Vec<u8>) {
        (self.hour() as u8).pack(to);
        (self.minute() as u8).pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let (hour, minute) = (u8::unpack(from)?, u8::unpack(from)?);
        Self::new(hour as i8, minute as i8, 0, 0).ok()
    }
}

impl Packed for Weekday {
    fn pack(&self, to: &mut Vec<u8>) {
        (self.to_monday_one_offset() as u8).pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Self::from_monday_one_offset(u8::unpack(from)? as i8).ok()
    }
}
