package io.bulkhead.plugin.huggingface.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Asks a hub, again if it is busy or away. The token goes to the hub alone, never to where it
 * redirects. Connections are the JDK's plain ones: they leave no thread behind that would hold the
 * plugin's class loader.
 */
final class HubRequests {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final int REDIRECTS = 8;

    private final HubSettings settings;
    private final Proxies proxies;
    private final Pauses pauses;
    private final Consumer<String> listener;

    /**
     * @param listener is told in words why one waits
     */
    HubRequests(HubSettings settings, Proxies proxies, Pauses pauses, Consumer<String> listener) {
        this.settings = settings;
        this.proxies = proxies;
        this.pauses = pauses;
        this.listener = listener;
    }

    /** What a file is: redirects within the hub are followed, one to elsewhere is the answer. */
    HubReply head(URI address, int tries) throws HubException {
        return asked(new Question("HEAD", address, 0, false), tries);
    }

    /**
     * A content.
     *
     * @param from the first byte that is wanted
     */
    HubReply get(URI address, long from, int tries) throws HubException {
        return asked(new Question("GET", address, from, true), tries);
    }

    private record Question(String method, URI address, long from, boolean followsAway) {
        Question at(URI other) {
            return new Question(method, other, from, followsAway);
        }
    }

    private HubReply asked(Question question, int tries) throws HubException {
        for (int failures = 1; ; failures++) {
            Duration wait = Pauses.after(failures);
            try {
                HubReply reply = followed(question);
                if (!reply.isBusy()) {
                    return reply;
                }
                wait = reply.retryAfter().orElse(wait);
                int status = reply.status();
                reply.close();
                if (failures >= tries || wait.compareTo(LONGEST_WAIT) > 0) {
                    throw HubException.passing(busy(status, failures, wait), null);
                }
                listener.accept(again("the hub answers " + status, wait));
            } catch (IOException e) {
                String why = away(e);
                if (failures >= tries) {
                    throw HubException.passing(why, e);
                }
                listener.accept(again(why, wait));
            }
            pauses.before(wait);
        }
    }

    private static String again(String why, Duration wait) {
        return why + ": asking again in " + wait.toSeconds() + " s";
    }

    private String busy(int status, int failures, Duration wait) {
        return "the hub "
                + settings.endpoint()
                + (status == 429 ? " refuses so many requests" : " is out of order")
                + ": it answers "
                + status
                + (failures > 1 ? ", " + failures + " times" : "")
                + (wait.compareTo(LONGEST_WAIT) > 0
                        ? ", and wants to be asked again in " + wait.toSeconds() + " s"
                        : "")
                + (status == 429 && settings.token().isEmpty()
                        ? "; with a token (HF_TOKEN) it allows more"
                        : "");
    }

    private String away(IOException e) {
        String why = "the line broke";
        if (e instanceof UnknownHostException) {
            why = "no such host";
        } else if (e instanceof SocketTimeoutException) {
            why = "no answer within " + settings.timeout().toSeconds() + " s";
        } else if (e instanceof ConnectException) {
            why = "nobody answers there";
        } else if (e instanceof SSLException) {
            why = "its certificate is not trusted, or it does not speak TLS";
        }
        return "the hub " + settings.endpoint() + " cannot be reached: " + why;
    }

    private HubReply followed(Question question) throws IOException {
        Question asked = question;
        for (int redirects = 0; redirects < REDIRECTS; redirects++) {
            HubReply reply = once(asked);
            if (!reply.isRedirect()) {
                return reply;
            }
            URI next = reply.location();
            if (!question.followsAway() && !isHub(next)) {
                return reply;
            }
            reply.close();
            asked = asked.at(next);
        }
        throw new IOException("more than " + REDIRECTS + " redirects");
    }

    private HubReply once(Question question) throws IOException {
        URI address = question.address();
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
            throw new IOException("a redirect to " + address.getScheme());
        }
        HttpURLConnection connection =
                (HttpURLConnection) address.toURL().openConnection(proxies.of(address));
        connection.setRequestMethod(question.method());
        connection.setInstanceFollowRedirects(false);
        int millis = (int) Math.min(Integer.MAX_VALUE, settings.timeout().toMillis());
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setRequestProperty("User-Agent", "bulkhead");
        connection.setRequestProperty("Accept", "*/*");
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (question.from() > 0) {
            connection.setRequestProperty("Range", "bytes=" + question.from() + "-");
        }
        if (isHub(address) && settings.token().isPresent()) {
            connection.setRequestProperty("Authorization", "Bearer " + settings.token().get());
        }
        return new HubReply(connection);
    }

    private boolean isHub(URI address) {
        URI hub = settings.endpoint();
        return hub.getHost().equalsIgnoreCase(String.valueOf(address.getHost()))
                && Objects.equals(hub.getScheme(), address.getScheme())
                && hub.getPort() == address.getPort();
    }
}
