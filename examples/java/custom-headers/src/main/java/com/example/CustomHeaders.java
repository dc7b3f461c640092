package com.example;

import io.bulkhead.api.typed.Answer;
import io.bulkhead.api.typed.Header;
import io.bulkhead.api.typed.Predict;
import java.util.Optional;

/** Reads a header of the request and answers with one. */
public final class CustomHeaders {
    @Predict
    Answer<String> greet(String greeting, @Header("x-user") Optional<String> user) {
        return Answer.of(greeting + ", " + user.orElse("whoever you are"))
                .withHeader("x-greeted", user.orElse("nobody"));
    }
}
