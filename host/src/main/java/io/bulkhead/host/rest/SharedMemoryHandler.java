package io.bulkhead.host.rest;

import io.bulkhead.codec.json.SharedMemoryJson;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.codec.sharedmemory.SharedRegion;
import io.bulkhead.host.sharedmemory.CudaSharedMemory;
import java.util.List;
import java.util.function.BiConsumer;

/** Answers the shared memory extensions; the target's model is the region. */
final class SharedMemoryHandler {
    private static final int OK = 200;

    private final SharedMemory memory;

    SharedMemoryHandler(SharedMemory memory) {
        this.memory = memory;
    }

    void status(RestExchange exchange, String region) {
        exchange.answerUncompressed(SharedMemoryJson.write(memory.regions(region)));
    }

    void register(RestExchange exchange, String region) {
        MediaTypes.requireJsonOrBinary(exchange.request().getHeaders());
        answer(
                exchange,
                (body, length) ->
                        memory.register(SharedMemoryJson.readRegion(region, body, length)));
    }

    void unregister(RestExchange exchange, String region) {
        answer(exchange, (body, length) -> memory.unregister(region));
    }

    void unregisterAll(RestExchange exchange) {
        answer(exchange, (body, length) -> memory.unregisterAll());
    }

    void cudaStatus(RestExchange exchange, String region) {
        List<SharedRegion> regions = CudaSharedMemory.regions(region);
        exchange.answerUncompressed(SharedMemoryJson.write(regions));
    }

    void cudaRegister(RestExchange exchange, String region) {
        answer(
                exchange,
                (body, length) -> {
                    throw CudaSharedMemory.unsupported(region);
                });
    }

    /** There is nothing to forget. */
    void cudaUnregister(RestExchange exchange) {
        answer(exchange, (body, length) -> {});
    }

    /** The body is read in any case, so that the connection can be used again. */
    private static void answer(RestExchange exchange, BiConsumer<byte[], Integer> action) {
        BodyReader.read(
                exchange,
                (body, length) -> {
                    action.accept(body, length);
                    exchange.answerEmpty(OK);
                });
    }
}
