//! The bytes of an answer, wherever they are kept, and how they are read: a piece at a time, so that a large answer takes no
//! more of the program's memory than a small one. Understands nothing of them.

/// Bytes that are read in pieces.
pub trait Body {
    /// How many there are.
    fn length(&self) -> usize;

    /// Copies as many as `to` holds, from a place on; there must be so many.
    fn copy(&self, from: usize, to: &mut [u8]);

    /// All of them.
    fn whole(&self) -> Vec<u8> {
        let mut whole = vec![0; self.length()];
        self.copy(0, &mut whole);
        whole
    }
}

impl<T: AsRef<[u8]>> Body for T {
    fn length(&self) -> usize {
        self.as_ref().len()
    }

    fn copy(&self, from: usize, to: &mut [u8]) {
        let bytes = self.as_ref().get(from..);
        if let Some(bytes) = bytes.and_then(|rest| rest.get(..to.len())) {
            to.copy_from_slice(bytes);
        }
    }
}

/// A piece fits into the fastest memory that a processor has, and so does what is read off it.
const PIECE: usize = 32 << 10;

/// A body's bytes from where reading stands.
pub struct Window<'a> {
    body: &'a dyn Body,
    piece: Vec<u8>,
    /// Where reading stands in the piece.
    at: usize,
    /// How much of the body has been copied.
    copied: usize,
}

impl<'a> Window<'a> {
    /// Before a body's first byte.
    pub fn new(body: &'a dyn Body) -> Self {
        let mut piece = vec![0; body.length().min(PIECE)];
        body.copy(0, &mut piece);
        Self {
            body,
            copied: piece.len(),
            piece,
            at: 0,
        }
    }

    /// What stands next, as far as it has been copied.
    pub fn ahead(&self) -> &[u8] {
        self.piece.get(self.at..).unwrap_or_default()
    }

    /// Whether nothing stands behind that.
    pub fn is_last(&self) -> bool {
        self.copied == self.body.length()
    }

    /// Goes on so many bytes.
    pub fn skip(&mut self, count: usize) {
        self.at = (self.at + count).min(self.piece.len());
    }

    /// Sees to it that at least so many bytes are ahead, if the body has them. A piece has room for `count`.
    pub fn see(&mut self, count: usize) {
        if self.piece.len() - self.at >= count || self.is_last() {
            return;
        }
        let ahead = self.piece.len() - self.at;
        self.piece.copy_within(self.at.., 0);
        self.at = 0;
        let length = (ahead + self.body.length() - self.copied).min(self.piece.len());
        self.piece.truncate(length);
        let new = self.piece.get_mut(ahead..).unwrap_or_default();
        self.body.copy(self.copied, new);
        self.copied += new.len();
    }

    /// All that stands next, to the body's end.
    pub fn rest(self) -> Vec<u8> {
        let mut rest = self.ahead().to_vec();
        let ahead = rest.len();
        rest.resize(ahead + self.body.length() - self.copied, 0);
        self.body
            .copy(self.copied, rest.get_mut(ahead..).unwrap_or_default());
        rest
    }
}
