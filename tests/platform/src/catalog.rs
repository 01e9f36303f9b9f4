//! The services of the platform with their routes, queries, events and queues; it must not know a scenario.

/// A route of a service and what its requests end in.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// Part of the service's requests; a service's weights sum to 1.
    pub(crate) weight: f64,
    /// Usual median in seconds.
    pub(crate) median: f64,
    /// How much of its slowness is the database's, 0 to 1.
    pub(crate) waits: f64,
    /// The status code of success.
    pub(crate) success: &'static str,
    /// The status code of failure, where the route can fail.
    pub(crate) fault: Option<&'static str>,
    /// Usual part that ends in 401, and the part during auth-failures.
    pub(crate) denied: Option<(f64, f64)>,
    /// Part that ends in 404.
    pub(crate) missing: Option<f64>,
    /// Medians of request and response in bytes, where they are measured.
    pub(crate) sizes: Option<(f64, f64)>,
}

/// A kind of query that a service makes.
pub(crate) struct Query {
    pub(crate) operation: &'static str,
    pub(crate) table: &'static str,
    /// Queries per request of the service.
    pub(crate) per_request: f64,
    /// Usual median in seconds.
    pub(crate) median: f64,
}

/// A type of event with its number per request of the service.
pub(crate) type Event = (&'static str, f64);

/// One service.
pub(crate) struct Service {
    pub(crate) name: &'static str,
    pub(crate) port: u16,
    /// Requests per second at noon.
    pub(crate) noon: f64,
    /// Usual part of requests that end in 5xx.
    pub(crate) faults: f64,
    /// Usual size of the heap in MiB.
    pub(crate) heap: f64,
    pub(crate) routes: &'static [Route],
    pub(crate) queries: &'static [Query],
    pub(crate) consumes: &'static [Event],
    pub(crate) publishes: &'static [Event],
    pub(crate) queues: &'static [&'static str],
}

impl Service {
    /// A stream of noise of its own for each purpose.
    pub(crate) fn stream(&self, purpose: u64) -> u64 {
        u64::from(self.port) * 1_000 + purpose
    }
}

/// The queue of events that could not be processed.
pub(crate) const DEAD_LETTERS: &str = "events-dlq";

const fn route(method: &'static str, path: &'static str, weight: f64, median: f64) -> Route {
    Route {
        method,
        path,
        weight,
        median,
        waits: 0.97,
        success: "200",
        fault: None,
        denied: None,
        missing: None,
        sizes: None,
    }
}

impl Route {
    const fn waits(self, waits: f64) -> Self {
        Self { waits, ..self }
    }

    const fn creates(self) -> Self {
        Self {
            success: "201",
            ..self
        }
    }

    const fn fails(self, code: &'static str) -> Self {
        Self {
            fault: Some(code),
            ..self
        }
    }

    const fn denies(self, usual: f64, during: f64) -> Self {
        Self {
            denied: Some((usual, during)),
            ..self
        }
    }

    const fn misses(self, part: f64) -> Self {
        Self {
            missing: Some(part),
            ..self
        }
    }

    const fn sizes(self, request: f64, response: f64) -> Self {
        Self {
            sizes: Some((request, response)),
            ..self
        }
    }
}

const fn query(
    operation: &'static str,
    table: &'static str,
    per_request: f64,
    median: f64,
) -> Query {
    Query {
        operation,
        table,
        per_request,
        median,
    }
}

/// The gateway's route to buddy-service: it fails while that service is down.
pub(crate) const BUDDIES: &str = "/api/buddies";

/// The seven services, the gateway first.
pub(crate) const SERVICES: &[Service] = &[
    Service {
        name: "api-gateway",
        port: 3000,
        noon: 150.0,
        faults: 0.007,
        heap: 320.0,
        routes: &[
            route("GET", "/api/profiles", 0.27, 0.120)
                .fails("500")
                .denies(0.003, 0.45)
                .sizes(250.0, 7_000.0),
            route("GET", "/api/matches", 0.20, 0.140)
                .fails("500")
                .denies(0.003, 0.40),
            route("GET", BUDDIES, 0.15, 0.115).fails("503"),
            route("POST", "/api/events", 0.13, 0.090)
                .creates()
                .fails("500")
                .sizes(2_400.0, 400.0),
            route("GET", "/api/courses", 0.10, 0.130)
                .fails("502")
                .misses(0.02),
            route("POST", "/api/questions", 0.05, 0.190)
                .fails("504")
                .sizes(1_500.0, 3_000.0),
            route("POST", "/auth/login", 0.06, 0.150).denies(0.06, 0.85),
            route("GET", "/auth/jwks", 0.04, 0.012).waits(0.0),
        ],
        queries: &[query("select", "sessions", 0.4, 0.003)],
        consumes: &[],
        publishes: &[("user.login", 0.09)],
        queues: &[],
    },
    Service {
        name: "unified-profile",
        port: 3001,
        noon: 90.0,
        faults: 0.008,
        heap: 380.0,
        routes: &[
            route("GET", "/profiles/:id", 0.62, 0.085)
                .fails("500")
                .misses(0.006),
            route("PUT", "/profiles/:id", 0.25, 0.120).fails("500"),
            route("GET", "/profiles/search", 0.13, 0.180),
        ],
        queries: &[
            query("select", "profiles", 1.6, 0.004),
            query("update", "profiles", 0.3, 0.0075),
            query("select", "external_ids", 0.8, 0.0035),
        ],
        consumes: &[("user.login", 0.15), ("course.completed", 0.15)],
        publishes: &[("profile.updated", 0.24)],
        queues: &["profile-sync"],
    },
    Service {
        name: "kintell-connector",
        port: 3002,
        noon: 25.0,
        faults: 0.011,
        heap: 240.0,
        routes: &[
            route("POST", "/webhooks/kintell", 0.55, 0.130)
                .creates()
                .fails("500"),
            route("GET", "/sessions", 0.30, 0.110).fails("502"),
            route("POST", "/imports", 0.15, 0.210).creates(),
        ],
        queries: &[
            query("insert", "kintell_sessions", 0.9, 0.0065),
            query("select", "kintell_sessions", 1.2, 0.0045),
            query("select", "users", 0.7, 0.0035),
        ],
        consumes: &[("profile.updated", 0.5), ("session.scheduled", 0.5)],
        publishes: &[("session.imported", 0.5)],
        queues: &["kintell-import"],
    },
    Service {
        name: "buddy-service",
        port: 3003,
        noon: 60.0,
        faults: 0.007,
        heap: 260.0,
        routes: &[
            route("GET", "/buddies", 0.54, 0.090).fails("500"),
            route("POST", "/matches", 0.28, 0.140)
                .creates()
                .fails("500"),
            route("GET", "/matches/:id", 0.18, 0.080).misses(0.01),
        ],
        queries: &[
            query("select", "buddies", 1.4, 0.004),
            query("insert", "matches", 0.28, 0.007),
            query("select", "matches", 0.9, 0.005),
        ],
        consumes: &[("profile.updated", 0.3), ("feedback.submitted", 0.3)],
        publishes: &[("match.created", 0.22)],
        queues: &["buddy-matching"],
    },
    Service {
        name: "upskilling-connector",
        port: 3004,
        noon: 30.0,
        faults: 0.010,
        heap: 230.0,
        routes: &[
            route("GET", "/courses", 0.58, 0.115).fails("502"),
            route("POST", "/progress", 0.30, 0.100)
                .creates()
                .fails("500"),
            route("GET", "/certificates", 0.12, 0.160),
        ],
        queries: &[
            query("select", "courses", 1.1, 0.004),
            query("update", "course_progress", 0.3, 0.008),
            query("select", "course_progress", 0.8, 0.005),
        ],
        consumes: &[("profile.updated", 0.4), ("match.created", 0.4)],
        publishes: &[("course.completed", 0.45)],
        queues: &["course-progress"],
    },
    Service {
        name: "q2q-ai",
        port: 3005,
        noon: 15.0,
        faults: 0.009,
        heap: 420.0,
        routes: &[
            route("POST", "/questions", 0.60, 0.180)
                .creates()
                .fails("500"),
            route("GET", "/questions/:id", 0.28, 0.090).fails("500"),
            route("POST", "/embeddings", 0.12, 0.170),
        ],
        queries: &[
            query("select", "questions", 1.3, 0.005),
            query("insert", "questions", 0.6, 0.0075),
            query("select", "embeddings", 0.9, 0.006),
        ],
        consumes: &[("feedback.submitted", 0.5), ("session.imported", 0.8)],
        publishes: &[("question.answered", 0.55)],
        queues: &["q2q-inference"],
    },
    Service {
        name: "safety-moderation",
        port: 3006,
        noon: 45.0,
        faults: 0.008,
        heap: 250.0,
        routes: &[
            route("POST", "/screen/text", 0.66, 0.095).fails("500"),
            route("GET", "/reviews", 0.22, 0.105).fails("500"),
            route("POST", "/reviews/:id", 0.12, 0.120).creates(),
        ],
        queries: &[
            query("insert", "screenings", 0.66, 0.0065),
            query("select", "review_queue", 0.7, 0.0045),
            query("update", "review_queue", 0.12, 0.0075),
        ],
        consumes: &[("question.answered", 0.4), ("feedback.submitted", 0.3)],
        publishes: &[("content.screened", 0.6)],
        queues: &["moderation-review", DEAD_LETTERS],
    },
];
