package io.bulkhead.conformance.replay;

import java.util.List;

/**
 * What came of replaying a case.
 *
 * @param differences what differs, line by line
 * @param skipped whether none of its steps could be sent, for want of an endpoint
 */
public record Verdict(List<String> differences, boolean skipped) {
    public Verdict {
        differences = List.copyOf(differences);
    }

    public boolean passed() {
        return differences.isEmpty() && !skipped;
    }
}
