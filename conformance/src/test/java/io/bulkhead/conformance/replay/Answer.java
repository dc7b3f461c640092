package io.bulkhead.conformance.replay;

import java.util.List;

/** What a server answered to one step. */
sealed interface Answer permits RestAnswer, GrpcAnswer {
    /** How this answer differs from what was expected, line by line; empty when it passes. */
    List<String> differencesFrom(Expectation expected);
}
