package io.bulkhead.host.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
    @TempDir private Path work;

    @Test
    void goesWithItsServer() throws IOException {
        Path own = folder("bulkhead-server-1");
        ScratchFolder scratch = ScratchFolder.of(own);
        Files.writeString(own.resolve("lib.so"), "a library");
        scratch.close();
        scratch.close();
        assertThat(own).doesNotExist();
    }

    @Test
    void removesWhatAKilledServerLeft() throws IOException {
        Path left = folder("bulkhead-server-1");
        Files.createFile(left.resolve("lock"));
        Files.writeString(left.resolve("lib.so"), "a library");
        try (ScratchFolder scratch = ScratchFolder.of(folder("bulkhead-server-2"))) {
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void leavesThoseThatLiveOrStartOrAreNoServers() throws IOException {
        Path living = folder("bulkhead-server-1");
        Path starting = folder("bulkhead-server-2");
        Path other = folder("something");
        Files.createFile(other.resolve("lock"));
        try (ScratchFolder first = ScratchFolder.of(living);
                ScratchFolder second = ScratchFolder.of(folder("bulkhead-server-3"))) {
            assertThat(living).exists();
            assertThat(starting).exists();
            assertThat(other).exists();
        }
    }

    @Test
    void aProcessThatWasNotStartedByTheScriptKeepsItsTemporaryFolder() throws IOException {
        ScratchFolder.ofThisProcess().close();
        assertThat(Path.of(System.getProperty("java.io.tmpdir"))).exists();
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectory(work.resolve(name));
    }
}
