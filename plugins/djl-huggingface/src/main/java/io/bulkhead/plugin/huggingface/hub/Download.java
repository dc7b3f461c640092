package io.bulkhead.plugin.huggingface.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a content into a file of another name beside its own, goes on where a line broke, now or
 * in an earlier process, and moves it to its place when its checksum is right.
 */
final class Download {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);
    private static final int BUFFER = 1 << 18;

    private final HubRequests requests;
    private final Refusals refusals;
    private final Pauses pauses;
    private final Progress progress;
    private final int tries;

    /**
     * @param tries how often in a row nothing may come
     */
    Download(HubRequests requests, Refusals refusals, Pauses pauses, Progress progress, int tries) {
        this.requests = requests;
        this.refusals = refusals;
        this.pauses = pauses;
        this.progress = progress;
        this.tries = tries;
    }

    /** Returns when the content is at its place. */
    void run(RemoteFile file, Path blob) throws HubException, IOException {
        Files.createDirectories(blob.getParent());
        // Not Python's name for it, which another process may be writing to at this moment.
        Path part = blob.resolveSibling(blob.getFileName() + ".bulkhead.incomplete");
        boolean resumed = size(part) > 0;
        Optional<String> fault = fetched(file, part);
        if (fault.isPresent() && resumed) {
            LOG.warn("{} {}: it is fetched again from its start", file.name(), fault.get());
            fault = fetched(file, part);
        }
        if (fault.isPresent()) {
            throw HubException.lasting(
                    file.name() + " came damaged from the hub: it " + fault.get());
        }
        Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is wrong with what came, which is gone then. */
    private Optional<String> fetched(RemoteFile file, Path part) throws HubException, IOException {
        whole(file, part);
        Optional<String> fault = Checksum.fault(part, file);
        if (fault.isPresent()) {
            Files.delete(part);
        }
        return fault;
    }

    private void whole(RemoteFile file, Path part) throws HubException, IOException {
        progress.found(Math.min(size(part), file.size()));
        int failures = 0;
        for (long before = size(part); before < file.size() || !Files.exists(part); ) {
            fetch(file, part, before);
            long now = size(part);
            failures = now > before ? 0 : failures + 1;
            if (failures >= tries) {
                throw HubException.passing(
                        "the line to the hub breaks at byte "
                                + now
                                + " of "
                                + file.size()
                                + " of "
                                + file.name(),
                        null);
            }
            if (now < file.size()) {
                LOG.info("{}: the line broke at byte {} of {}", file.name(), now, file.size());
                pauses.before(Pauses.after(failures + 1));
            }
            before = now;
        }
    }

    private static long size(Path part) throws IOException {
        return Files.isRegularFile(part) ? Files.size(part) : 0;
    }

    private void fetch(RemoteFile file, Path part, long from) throws HubException, IOException {
        try (HubReply reply = requests.get(file.address(), from, tries);
                FileChannel channel =
                        FileChannel.open(
                                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            switch (reply.status()) {
                case 200 -> append(reply, channel, 0, file); // of a hub that knows no ranges, too
                case 206 -> append(reply, channel, from, file);
                case 416 -> channel.truncate(0);
                default -> throw refusals.of(reply);
            }
        }
    }

    private void append(HubReply reply, FileChannel channel, long from, RemoteFile file)
            throws IOException, HubException {
        channel.truncate(from);
        channel.position(from);
        byte[] buffer = new byte[BUFFER];
        long at = from;
        for (int read = read(reply, buffer); read >= 0; read = read(reply, buffer)) {
            at += read;
            if (at > file.size()) {
                channel.truncate(0);
                throw HubException.lasting(
                        file.name()
                                + " is larger than the hub says, which is "
                                + file.size()
                                + " bytes");
            }
            write(channel, ByteBuffer.wrap(buffer, 0, read));
            progress.came(read);
        }
        channel.force(true);
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The next bytes; -1 when there are no more, or the line breaks: what is here counts then. */
    private int read(HubReply reply, byte[] buffer) throws HubException {
        if (Thread.currentThread().isInterrupted()) {
            throw HubException.passing("the load was given up", null);
        }
        try {
            InputStream body = reply.body();
            return body.read(buffer);
        } catch (IOException e) {
            LOG.debug("The line to the hub broke", e);
            return -1;
        }
    }
}
