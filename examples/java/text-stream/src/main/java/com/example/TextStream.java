package com.example;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;
import java.util.Arrays;
import java.util.stream.Stream;

/** Answers with a stream: the words of a text, one by one, for as long as somebody listens. */
public final class TextStream {
    @Predict
    @Output("text")
    Stream<String> words(String text, RequestContext call) {
        return Arrays.stream(text.split("\\s+")).takeWhile(word -> !call.isCancelled());
    }
}
