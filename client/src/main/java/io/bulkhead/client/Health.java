package io.bulkhead.client;

import io.bulkhead.client.ClientException.Kind;
import java.util.function.BooleanSupplier;

/** Asks whether a server is well: one that does not answer is not. */
final class Health {
    private Health() {}

    /**
     * @throws ClientException only if the caller gave up
     */
    static boolean isSo(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (ClientException e) {
            if (e.kind() == Kind.CANCELLED) {
                throw e;
            }
            return false;
        }
    }
}
