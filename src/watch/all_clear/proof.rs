//! The answer, and the conditions behind it as they turned out. Must not know how they are weighed.

/// One condition of the all-clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// The rules endpoint answered.
    RulesAnswered,
    /// Every rule of the handbook is loaded and equal.
    RulesEqual,
    /// The groups were evaluated lately.
    GroupsEvaluated,
    /// Every rule's health is ok.
    RulesHealthy,
    /// The expected services are scraped.
    ServicesScraped,
    /// The data of the dashboards is fresh and complete.
    DataFresh,
    /// This machine's clock and the server's agree.
    ClocksAgree,
    /// The watchdog fires, and Alertmanager has it.
    WatchdogFires,
    /// Nothing fires, pends, or is silenced while firing.
    NothingFires,
    /// No limit is crossed.
    NoLimitCrossed,
    /// No SEV1 or SEV2 incident is open.
    NoIncidentOpen,
}

impl Condition {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 11] = [
        Self::RulesAnswered,
        Self::RulesEqual,
        Self::GroupsEvaluated,
        Self::RulesHealthy,
        Self::ServicesScraped,
        Self::DataFresh,
        Self::ClocksAgree,
        Self::WatchdogFires,
        Self::NothingFires,
        Self::NoLimitCrossed,
        Self::NoIncidentOpen,
    ];

    /// What the condition says.
    pub fn words(self) -> &'static str {
        match self {
            Self::RulesAnswered => "the server tells its rules",
            Self::RulesEqual => "it has all rules of the handbook",
            Self::GroupsEvaluated => "it evaluates them in time",
            Self::RulesHealthy => "no rule fails",
            Self::ServicesScraped => "the expected services report",
            Self::DataFresh => "the data is fresh and complete",
            Self::ClocksAgree => "the clocks agree",
            Self::WatchdogFires => "alerting itself works",
            Self::NothingFires => "no alert fires or is pending",
            Self::NoLimitCrossed => "no limit is crossed",
            Self::NoIncidentOpen => "no SEV1 or SEV2 incident is open",
        }
    }
}

/// How a condition turned out. The order is that of 'worse'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// Nobody can say.
    Unknown,
    /// It does not hold: what the page sees proves nothing.
    Fails,
    /// It does not hold, and that is trouble by itself.
    Trouble,
}

/// A condition, how it turned out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The condition.
    pub condition: Condition,
    /// How it turned out.
    pub outcome: Outcome,
    /// What was seen, in a sentence.
    pub evidence: String,
    /// File and line of the limit that it is about: `runbooks/dashboards/database.md:31`; empty when it is about none.
    pub source: String,
}

/// What may be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// All conditions hold.
    AllClear {
        /// Whether an alert was seen to arrive at Alertmanager; where none is configured nobody knows.
        delivery_proven: bool,
    },
    /// No trouble is seen, and these conditions do not hold: there may be some.
    CannotSay(Vec<Condition>),
    /// There is trouble, by these conditions.
    Trouble(Vec<Condition>),
}

/// The answer and its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What may be said.
    pub answer: Answer,
    /// All conditions, in their order.
    pub findings: Vec<Finding>,
}

impl Proof {
    /// While nobody has weighed anything.
    pub fn unweighed() -> Self {
        let unknown = |condition| Finding {
            condition,
            outcome: Outcome::Unknown,
            evidence: "Not weighed yet.".to_owned(),
            source: String::new(),
        };
        Self {
            answer: Answer::CannotSay(Condition::ALL.to_vec()),
            findings: Condition::ALL.map(unknown).to_vec(),
        }
    }
}
