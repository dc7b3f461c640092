package io.bulkhead.host.rest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The headers of a request as a model sees them; gathered when it asks. */
final class RequestHeaders implements Supplier<Map<String, List<String>>> {
    private static final Set<HttpHeader> HOP_BY_HOP =
            EnumSet.of(
                    HttpHeader.CONNECTION,
                    HttpHeader.KEEP_ALIVE,
                    HttpHeader.PROXY_AUTHENTICATE,
                    HttpHeader.PROXY_AUTHORIZATION,
                    HttpHeader.TE,
                    HttpHeader.TRAILER,
                    HttpHeader.TRANSFER_ENCODING,
                    HttpHeader.UPGRADE);

    private final HttpFields fields;

    RequestHeaders(HttpFields fields) {
        this.fields = fields;
    }

    @Override
    public Map<String, List<String>> get() {
        Map<String, List<String>> headers = new TreeMap<>();
        for (HttpField field : fields) {
            if (field.getHeader() == null || !HOP_BY_HOP.contains(field.getHeader())) {
                headers.computeIfAbsent(
                                field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(String.valueOf(field.getValue()));
            }
        }
        headers.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(headers);
    }
}
