package com.example;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.List;
import org.pf4j.Extension;

/** Protobuf, in whatever version it is compiled with. */
@Extension
public class ProtobufRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "protobuf";
    }

    @Override
    public Model create(ModelContext context) {
        String version;
        try {
            version = version();
        } catch (IOException e) {
            throw ServingException.loadFailed("Protobuf does not say its version", e);
        }
        return (request, call) ->
                InferenceResponse.completed(
                        Tensor.of("answer", Shape.of(1), new double[] {roundTrip()}),
                        Tensor.ofStrings("library_version", Shape.of(1), List.of(version)),
                        Tensor.of("pid", Shape.of(1), new long[] {ProcessHandle.current().pid()}));
    }

    private static String version() throws IOException {
        URL place = Message.class.getResource("Message.class");
        JarURLConnection connection = (JarURLConnection) place.openConnection();
        connection.setUseCaches(false);
        return connection.getManifest().getMainAttributes().getValue("Bundle-Version");
    }

    private static double roundTrip() {
        Struct struct =
                Struct.newBuilder()
                        .putFields("pi", Value.newBuilder().setNumberValue(3.25).build())
                        .build();
        try {
            return Struct.parseFrom(struct.toByteArray()).getFieldsOrThrow("pi").getNumberValue();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
