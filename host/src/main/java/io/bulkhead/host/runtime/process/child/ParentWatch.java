package io.bulkhead.host.runtime.process.child;

import io.bulkhead.host.environment.FileTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Ends this JVM when its parent dies: the parent's end of standard input closes then, however it
 * died. Nobody is left to answer to, so nothing is waited for; only the folder is removed, as the
 * parent no longer can.
 */
final class ParentWatch {
    private final Path folder;

    ParentWatch(Path folder) {
        this.folder = folder;
    }

    void start() {
        Thread thread = new Thread(this::watch, "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream()); // it says nothing, it only ends
        } catch (IOException gone) {
            // a broken pipe says the same as a closed one
        } finally {
            removeFolder();
            Runtime.getRuntime().halt(0);
        }
    }

    private void removeFolder() {
        try {
            FileTree.delete(folder);
        } catch (IOException | RuntimeException e) {
            System.err.println("Folder " + folder + " stays behind: " + e.getMessage());
        }
    }
}
