//! What a wall screen shows at a moment, as rules: its parameters, its rotation, what takes it over, when it says that it
//! cannot tell, and how it is kept. Asks nothing and draws nothing.

pub mod keeping;
pub mod options;
pub mod rotation;
pub mod sight;
pub mod takeover;
