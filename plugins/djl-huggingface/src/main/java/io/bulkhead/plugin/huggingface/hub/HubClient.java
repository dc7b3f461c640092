package io.bulkhead.plugin.huggingface.hub;

import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the folder of a model that is named as on a hub. What the cache does not have is fetched; a
 * hub that is away does no harm to what it has. Safe for use by many threads.
 */
public final class HubClient {
    private static final Logger LOG = LoggerFactory.getLogger(HubClient.class);

    private final HubSettings settings;
    private final HubRequests requests;
    private final Pauses pauses;
    private final Consumer<String> progress;

    /**
     * @param variables of the process, for what leads to the hub
     * @param progress is told in words how far a download is, every few seconds
     */
    public HubClient(
            HubSettings settings, Map<String, String> variables, Consumer<String> progress) {
        this(settings, new Proxies(variables), progress, Pauses.REAL);
    }

    HubClient(HubSettings settings, Proxies proxies, Consumer<String> progress, Pauses pauses) {
        this.settings = settings;
        this.requests = new HubRequests(settings, proxies, pauses, progress);
        this.pauses = pauses;
        this.progress = progress;
    }

    /**
     * The folder with a repository's files.
     *
     * @param wanted those that are needed
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it cannot be had
     */
    public Path folder(RepositoryId id, FileSelection wanted) {
        HubCache cache = new HubCache(settings.cache(), id);
        try {
            Optional<Path> known = known(cache, wanted);
            if (settings.offline()) {
                return known.orElseThrow(() -> notHere(id));
            }
            return id.isPinned() && known.isPresent() ? known.get() : fetched(cache, wanted, known);
        } catch (HubException e) {
            throw ServingException.loadFailed(e.reason(), e);
        } catch (IOException e) {
            throw ServingException.loadFailed(
                    "the cache of the hub (HF_HOME) cannot be read or written", e);
        }
    }

    private static ServingException notHere(RepositoryId id) {
        return ServingException.loadFailed(
                "the cache of the hub (HF_HOME) does not have all of '"
                        + id
                        + "', and the server is told to stay offline (HF_HUB_OFFLINE)",
                null);
    }

    /** What is here of the revision, as it was last seen, if that is all that is needed. */
    private static Optional<Path> known(HubCache cache, FileSelection wanted) throws IOException {
        Optional<String> commit = cache.commit();
        return commit.isPresent() && wanted.isIn(cache.names(commit.get()))
                ? commit.map(cache::snapshot)
                : Optional.empty();
    }

    private Path fetched(HubCache cache, FileSelection wanted, Optional<Path> known)
            throws HubException, IOException {
        // Who has a copy need not wait long for a hub that is away.
        int tries = known.isPresent() ? 2 : 5;
        RepositoryFetch fetch =
                new RepositoryFetch(
                        requests,
                        new Refusals(settings, cache.id()),
                        cache,
                        pauses,
                        progress,
                        tries);
        try {
            return fetch.run(listing(cache.id(), tries), wanted, this::address);
        } catch (HubException e) {
            if (known.isEmpty() || !e.isPassing() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.warn("{}: {} is served as it is in the cache", e.reason(), cache.id());
            return known.get();
        }
    }

    private Listing listing(RepositoryId id, int tries) throws HubException {
        URI address =
                URI.create(
                        settings.endpoint()
                                + "/api/models/"
                                + id.name()
                                + "/revision/"
                                + encoded(id.revision())
                                + "?blobs=true");
        try (HubReply reply = requests.get(address, 0, tries)) {
            if (reply.status() != 200) {
                throw new Refusals(settings, id).of(reply);
            }
            return Listing.parse(id, text(reply));
        } catch (IOException e) {
            throw HubException.passing("the line to the hub " + settings.endpoint() + " broke", e);
        }
    }

    private static String text(HubReply reply) throws IOException, HubException {
        int most = 64 << 20;
        byte[] bytes = reply.body().readNBytes(most + 1);
        if (bytes.length > most) {
            throw HubException.lasting("the hub's answer is too long");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private URI address(RepositoryId id, String commit, String name) {
        StringBuilder path = new StringBuilder();
        for (String part : List.of(name.split("/"))) {
            path.append('/').append(encoded(part));
        }
        return URI.create(settings.endpoint() + "/" + id.name() + "/resolve/" + commit + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
