package com.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.typed.ModelRuntime;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;

/** MLServer's JSON example: inputs of any names, each a JSON document; the answer is one, too. */
@ModelRuntime(implementations = "jsonmodels.JsonHelloWorldModel")
public final class JsonHelloWorld {
    private final ObjectMapper mapper = new ObjectMapper();
    private final Codecs codecs;

    JsonHelloWorld(Codecs codecs) {
        this.codecs = codecs;
    }

    @Predict
    @Output("echo_response")
    String hello(InferenceRequest request) throws JsonProcessingException {
        ObjectNode answer = mapper.createObjectNode();
        ObjectNode documents = answer.putObject("request");
        for (Tensor input : request.inputs()) {
            documents.set(input.name(), mapper.readTree(text(input)));
        }
        answer.put("server_response", "Got your request. Hello from the server.");
        return mapper.writeValueAsString(answer);
    }

    private String text(Tensor input) {
        if (codecs.decodeInput(input, ContentType.STR) instanceof Tensor text) {
            return String.join("", text.toStrings());
        }
        throw ServingException.unprocessable("input '" + input.name() + "': JSON is wanted");
    }
}
