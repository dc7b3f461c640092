package com.example.typed;

import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;
import java.util.Arrays;
import java.util.stream.Stream;

/** A stream that is pulled. */
public final class Words {
    @Predict
    @Output("word")
    Stream<String> words(String text) {
        return Arrays.stream(text.split(" "))
                .onClose(() -> System.setProperty("typed.words.closed", text));
    }
}
