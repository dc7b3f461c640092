package io.bulkhead.host.sharedmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.codec.sharedmemory.SharedInputs;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.codec.sharedmemory.SharedRegion;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a folder of the test's own in place of the system's. */
class ClientRegionsTest {
    @TempDir private Path root;
    private Path folder;
    private ClientRegions regions;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(root.resolve("shm"));
        Files.writeString(folder.resolve("object"), "0123456789");
        regions = new ClientRegions(folder);
    }

    @AfterEach
    void close() {
        regions.close();
    }

    private void register(String name, String key, long offset, long size) {
        regions.register(new SharedRegion(name, key, offset, size));
    }

    private static TensorPlace place(long offset, long size) {
        return new TensorPlace("input 'x'", "r", offset, size);
    }

    private String read(long offset, long size) {
        return StandardCharsets.US_ASCII.decode(regions.read(place(offset, size))).toString();
    }

    private void write(long offset, long size, String text) {
        regions.write(
                place(offset, size), ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String part) {
        assertThatThrownBy(call)
                .asInstanceOf(type(ServingException.class))
                .satisfies(
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(code);
                            assertThat(refusal.reason()).contains(part);
                        });
    }

    private static void assertRefused(ThrowingCallable call, String part) {
        assertRefused(call, ErrorCode.INVALID_ARGUMENT, part);
    }

    @Test
    void readsAndWritesWithinTheRegion() throws IOException {
        register("r", "/object", 2, 6);

        assertThat(read(0, 6)).isEqualTo("234567");
        assertThat(read(4, 2)).isEqualTo("67");
        assertThat(read(6, 0)).isEmpty();
        write(1, 3, "ab");
        assertThat(folder.resolve("object")).hasContent("012ab56789");
    }

    @Test
    void readsAndWritesMoreThanAChunk() throws IOException {
        byte[] values = new byte[(3 << 17) + 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i * 31);
        }
        Files.write(folder.resolve("large"), new byte[values.length + 1]);
        register("r", "large", 1, values.length);

        regions.write(place(0, values.length), ByteBuffer.wrap(values));

        assertThat(regions.read(place(0, values.length))).isEqualTo(ByteBuffer.wrap(values));
    }

    @Test
    void showsWhatIsRegistered() {
        register("r", "/object", 2, 6);
        register("q", "object", 0, 1);

        assertThat(regions.regions(""))
                .containsExactly(
                        new SharedRegion("q", "object", 0, 1),
                        new SharedRegion("r", "/object", 2, 6));
        assertThat(regions.regions("q")).containsExactly(new SharedRegion("q", "object", 0, 1));
        assertRefused(() -> regions.regions("s"), ErrorCode.NOT_FOUND, "'s'");
        regions.unregister("q");
        regions.unregister("never there");
        assertThat(regions.regions("")).hasSize(1);
        regions.unregisterAll();
        assertThat(regions.regions("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                ".",
                "/..",
                "../secret",
                "/../secret",
                "//object",
                "a/object",
                "a\\b",
                "a\0b",
                "bulkhead-1"
            })
    void refusesKeysThatAreNoNames(String key) throws IOException {
        Files.writeString(root.resolve("secret"), "0123456789");
        Files.createDirectory(folder.resolve("a"));
        Files.writeString(folder.resolve("a").resolve("object"), "0123456789");
        Files.writeString(folder.resolve("bulkhead-1"), "0123456789");

        assertRefused(() -> register("r", key, 0, 1), "key");
        assertThat(regions.regions("")).isEmpty();
    }

    @Test
    void refusesWhatIsNoSharedMemoryObject() throws IOException {
        Files.writeString(root.resolve("secret"), "0123456789");
        Files.createSymbolicLink(folder.resolve("link"), root.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("inner"), folder.resolve("object"));
        Files.createDirectory(folder.resolve("folder"));

        for (String key : new String[] {"link", "inner", "folder", "missing"}) {
            assertRefused(() -> register("r", key, 0, 1), "there is no shared memory object");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 11",
        "10, 1",
        "11, 0",
        "1, 10",
        "0, 0",
        "-1, 2",
        "0, -1",
        "9223372036854775807, 9223372036854775807",
        "1, 9223372036854775807"
    })
    void refusesRegionsBeyondTheObject(long offset, long size) {
        assertRefused(() -> register("r", "object", offset, size), "which has 10");
        assertThat(regions.regions("")).isEmpty();
    }

    @Test
    void refusesANameThatIsTaken() {
        register("r", "object", 0, 4);

        assertRefused(() -> register("r", "object", 4, 4), "registered already");
        assertThat(regions.regions("r")).containsExactly(new SharedRegion("r", "object", 0, 4));
    }

    @Test
    void refusesMoreRegionsThanItHasRoomFor() {
        for (int i = 0; i < 1024; i++) {
            register("r" + i, "object", 0, 1);
        }
        assertRefused(
                () -> register("one more", "object", 0, 1), ErrorCode.RESOURCE_EXHAUSTED, "1024");
        regions.unregister("r7");
        register("one more", "object", 0, 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 7", "6, 1", "7, 0", "9223372036854775807, 9223372036854775807"})
    void refusesPlacesBeyondTheRegion(long offset, long size) {
        register("r", "object", 2, 6);

        assertRefused(() -> read(offset, size), "input 'x': shared memory region 'r' has 6 bytes");
        assertRefused(() -> regions.require(place(offset, size)), "has 6 bytes");
        assertRefused(() -> write(offset, size, ""), "has 6 bytes");
    }

    @Test
    void refusesWhatDoesNotFitIntoItsPlace() {
        register("r", "object", 0, 10);

        assertRefused(() -> write(8, 2, "abc"), "in 2 bytes, but 3 are needed");
        assertThat(folder.resolve("object")).hasContent("0123456789");
    }

    @Test
    void saysThatAnObjectWasCutAfterItWasRegistered() throws IOException {
        register("r", "object", 0, 10);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("object").toFile(), "rw")) {
            file.setLength(5);
        }

        assertThat(read(0, 5)).isEqualTo("01234");
        assertRefused(() -> read(0, 6), "was cut");
        assertRefused(() -> write(5, 5, "abc"), "was cut");
        assertThat(folder.resolve("object")).hasContent("01234");
    }

    @Test
    void anUnlinkedObjectLivesOnUntilItIsUnregistered() throws IOException {
        register("r", "object", 0, 10);
        Files.delete(folder.resolve("object"));

        assertThat(read(0, 10)).isEqualTo("0123456789");
        regions.unregister("r");
        assertRefused(() -> read(0, 10), "is not registered");
    }

    @Test
    void aRequestMayNotBringMoreThanALimit() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
            file.setLength(SharedInputs.MOST_BYTES + 1); // sparse
        }
        register("r", "huge", 0, SharedInputs.MOST_BYTES + 1);
        SharedInputs inputs = new SharedInputs(regions);

        assertRefused(() -> inputs.read(place(0, SharedInputs.MOST_BYTES + 1)), "at most");
        inputs.read(place(0, 1024));
        assertRefused(() -> inputs.read(place(0, SharedInputs.MOST_BYTES)), "at most");
    }

    @Test
    void parametersTellAPlaceOrAreRefused() {
        Parameters named = Parameters.of("shared_memory_region", "r").with("mine", 1L);
        Parameters whole =
                named.with("shared_memory_byte_size", 8L).with("shared_memory_offset", 2L);

        assertThat(TensorPlace.isIn(named)).isTrue();
        assertThat(TensorPlace.of("input 'x'", whole)).isEqualTo(place(2, 8));
        assertThat(TensorPlace.without(whole)).isEqualTo(Parameters.of("mine", 1L));
        assertRefused(() -> TensorPlace.of("input 'x'", named), "shared_memory_byte_size");
        assertRefused(
                () -> TensorPlace.of("input 'x'", whole.with("shared_memory_offset", -1L)),
                "shared_memory_offset");
        assertRefused(
                () -> TensorPlace.of("input 'x'", whole.with("shared_memory_byte_size", "8")),
                "shared_memory_byte_size");
        assertRefused(
                () -> TensorPlace.of("input 'x'", Parameters.of("shared_memory_region", 1L)),
                "shared_memory_region");
    }

    @Test
    void whatIsOffSaysSo() {
        assertRefused(
                () -> SharedMemory.OFF.register(new SharedRegion("r", "object", 0, 1)),
                ErrorCode.INVALID_ARGUMENT,
                "system_shared_memory");
        assertRefused(
                () -> SharedMemory.OFF.read(place(0, 1)),
                ErrorCode.INVALID_ARGUMENT,
                "input 'x': shared memory is switched off");
        SharedMemory.OFF.unregisterAll();
    }
}
