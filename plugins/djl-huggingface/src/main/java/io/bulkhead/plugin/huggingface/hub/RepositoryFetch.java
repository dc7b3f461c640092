package io.bulkhead.plugin.huggingface.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Fetches what is missing of one commit. Used by one thread, once. */
final class RepositoryFetch {
    private static final Pattern ETAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final HubRequests requests;
    private final Refusals refusals;
    private final HubCache cache;
    private final Pauses pauses;
    private final Consumer<String> listener;
    private final int tries;

    /** Where a file of a commit is asked for. */
    @FunctionalInterface
    interface Addresses {
        URI of(RepositoryId id, String commit, String name);
    }

    RepositoryFetch(
            HubRequests requests,
            Refusals refusals,
            HubCache cache,
            Pauses pauses,
            Consumer<String> listener,
            int tries) {
        this.requests = requests;
        this.refusals = refusals;
        this.cache = cache;
        this.pauses = pauses;
        this.listener = listener;
        this.tries = tries;
    }

    /** The folder of the commit, when all that is wanted of it is there. */
    Path run(Listing listing, FileSelection wanted, Addresses addresses)
            throws HubException, IOException {
        List<String> missing = missing(listing, wanted);
        long total = missing.stream().mapToLong(listing.sizes()::get).sum();
        requireSpace(total);
        if (!missing.isEmpty()) {
            listener.accept(
                    "%s: %d files to fetch, %d MB, commit %s"
                            .formatted(
                                    cache.id(),
                                    missing.size(),
                                    total / 1_000_000,
                                    listing.commit()));
        }
        Progress progress = new Progress(listener, System::nanoTime, cache.id(), total);
        for (String name : missing) {
            fetch(listing.commit(), name, addresses, progress);
        }
        cache.remember(listing.commit());
        return cache.snapshot(listing.commit());
    }

    private List<String> missing(Listing listing, FileSelection wanted)
            throws HubException, IOException {
        List<String> names =
                wanted.of(listing.sizes().keySet())
                        .orElseThrow(() -> HubException.lasting(unserved(listing)));
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            Path file = cache.snapshot(listing.commit()).resolve(name);
            if (!isWhole(file, listing.sizes().getOrDefault(name, 0L))) {
                missing.add(name);
            }
        }
        return missing;
    }

    private String unserved(Listing listing) {
        List<String> found =
                listing.sizes().keySet().stream()
                        .filter(name -> name.matches(".*\\.(bin|pt|pth|h5|msgpack|onnx|gguf|ot)"))
                        .sorted()
                        .limit(5)
                        .toList();
        return "the model '"
                + cache.id()
                + "' has neither ONNX files nor model.safetensors"
                + (found.isEmpty() ? "" : ", only " + String.join(", ", found))
                + "; name a revision that has them, or export it with optimum";
    }

    /**
     * @param size that it must have; 0 if nobody knows
     */
    private static boolean isWhole(Path file, long size) throws IOException {
        return Files.isRegularFile(file) && (size == 0 || Files.size(file) == size);
    }

    private void requireSpace(long bytes) throws IOException, HubException {
        Files.createDirectories(cache.root());
        long free = Files.getFileStore(cache.root()).getUsableSpace();
        if (bytes > free) {
            throw HubException.lasting(
                    "the model '"
                            + cache.id()
                            + "' has "
                            + bytes / 1_000_000
                            + " MB to fetch, the cache of the hub (HF_HOME) has room for "
                            + free / 1_000_000
                            + " MB");
        }
    }

    private void fetch(String commit, String name, Addresses addresses, Progress progress)
            throws HubException, IOException {
        RemoteFile file = describe(name, addresses.of(cache.id(), commit, name));
        Path blob = cache.blob(file.etag());
        try (BlobLock held = BlobLock.take(cache.lock(file.etag()), pauses, progress)) {
            if (isWhole(blob, file.size())) {
                progress.found(file.size());
            } else {
                new Download(requests, refusals, pauses, progress, tries).run(file, blob);
            }
            cache.link(commit, name, file.etag());
        }
    }

    private RemoteFile describe(String name, URI address) throws HubException {
        try (HubReply reply = requests.head(address, tries)) {
            if (reply.status() != 200 && !reply.isRedirect()) {
                throw refusals.of(reply);
            }
            Optional<String> etag =
                    reply.header("X-Linked-Etag")
                            .or(() -> reply.header("ETag"))
                            .map(text -> text.replaceFirst("^W/", "").replace("\"", ""))
                            .filter(text -> ETAG.matcher(text).matches());
            OptionalLong linked = reply.number("X-Linked-Size");
            OptionalLong size = linked.isPresent() ? linked : reply.number("Content-Length");
            if (etag.isEmpty() || size.isEmpty()) {
                throw HubException.lasting(
                        "the hub says neither checksum nor size of " + name + "; is it a hub?");
            }
            return new RemoteFile(name, address, etag.get(), size.getAsLong());
        }
    }
}
