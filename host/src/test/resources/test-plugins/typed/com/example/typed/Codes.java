package com.example.typed;

import io.bulkhead.api.typed.Input;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;

/** A content type of the plugin's own. */
public final class Codes {
    public static final class Secret {
        private final String text;

        Secret(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    @Predict
    @Output(contentType = "rot13")
    Secret answer(@Input(contentType = "rot13") Secret secret) {
        return new Secret(secret.text() + "!");
    }
}
