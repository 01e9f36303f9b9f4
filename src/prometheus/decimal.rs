//! Decimal fractions as floats, rounded as the standard library rounds them. Knows no text.

/// A power of ten, and what 1 divided by it is: the uppermost 64 bits in two halves, the rest cut off, and their place.
#[derive(Clone, Copy)]
struct Power {
    ten: f64,
    high: u32,
    low: u32,
    /// 1 / `ten` is a little more than these bits / 2^(63 + `scale`).
    scale: u32,
}

/// All that a float holds exactly: 10^0 to 10^22.
const POWERS: [Power; 23] = powers();

const fn powers() -> [Power; 23] {
    let first = Power {
        ten: 1.0,
        high: 0,
        low: 0,
        scale: 0,
    };
    let mut powers = [first; 23];
    let (mut place, mut fives) = (1, 1_u128);
    while place < powers.len() {
        fives *= 5;
        let width = 128 - fives.leading_zeros();
        let bits = (1 << (63 + width)) / fives;
        powers[place] = Power {
            ten: (fives << place) as f64,
            high: (bits >> 32) as u32,
            low: bits as u32,
            scale: place as u32 + width,
        };
        place += 1;
    }
    powers
}

/// `digits` / 10^`decimals`, to the nearest float and of two as near ones to the even one. `None` where the bits of the
/// power do not tell which one that is, or for more than 22 decimals.
#[inline(always)]
pub fn fraction(digits: u64, decimals: usize) -> Option<f64> {
    let power = POWERS.get(decimals)?;
    // Either number is exact, so one division rounds once; and so does making a float of a whole number.
    let divided = || Some(digits as f64 / power.ten);
    // A division takes as long as reading all of these digits.
    if decimals == 0 {
        return Some(digits as f64);
    }
    // All long ones go the other way, since no processor guesses which of them have less than 53 bits.
    if digits < 1 << 44 {
        return divided();
    }
    let exact = digits < 1 << 53;
    let zeros = digits.leading_zeros();
    let shifted = digits << zeros;
    let (high, low) = (shifted >> 32, shifted & 0xffff_ffff);
    let (power_high, power_low) = (u64::from(power.high), u64::from(power.low));
    // The uppermost 64 bits of the product. What is cut off here and from the power is more than 0 and less than 4.
    let product = high * power_high + ((high * power_low) >> 32) + ((low * power_high) >> 32);
    // With its uppermost bit set: what is cut off is less than 8 then.
    let more = product >> 63;
    let product = product << (1 - more);
    // A float takes the uppermost 53 bits, and one more says which way to round: rightly unless it is 0 and what is cut off may
    // set it.
    if (product & 0x7ff).wrapping_sub(0x400 - 8) < 8 {
        return exact.then(divided)?;
    }
    let mantissa = ((product >> 10) + 1) >> 1;
    // The mantissa's uppermost bit, which a float leaves out, adds the 1 that is missing here.
    let exponent = 1085 + more - u64::from(zeros + power.scale);
    Some(f64::from_bits((exponent << 52) + mantissa))
}
