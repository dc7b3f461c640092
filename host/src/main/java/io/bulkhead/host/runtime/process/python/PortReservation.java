package io.bulkhead.host.runtime.process.python;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three ports that nobody else gets between now and the moment, seconds later, when an MLServer
 * listens on them. Linux lets a program listen on a port that another one has bound and does not
 * listen on, if both allow reuse, as MLServer's two servers do; it gives such a port to nobody who
 * asks for any. Other systems do not, so there the ports are merely free when they are chosen.
 */
final class PortReservation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PortReservation.class);
    private static final int PORTS = 3;

    private final List<Socket> bound;
    private final MlserverPorts ports;

    private PortReservation(List<Socket> bound) {
        this.bound = bound;
        this.ports = new MlserverPorts(port(0), port(1), port(2));
    }

    private int port(int index) {
        return bound.get(index).getLocalPort();
    }

    /**
     * Takes free ones.
     *
     * @throws IOException if there are none
     */
    static PortReservation take() throws IOException {
        List<Socket> bound = new ArrayList<>();
        try {
            for (int i = 0; i < PORTS; i++) {
                Socket socket = new Socket();
                bound.add(socket);
                socket.setReuseAddress(true);
                socket.bind(MlserverPorts.address(0));
            }
        } catch (IOException e) {
            close(bound);
            throw e;
        }
        PortReservation reservation = new PortReservation(bound);
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
            reservation.close();
        }
        return reservation;
    }

    MlserverPorts ports() {
        return ports;
    }

    private static void close(List<Socket> sockets) {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.warn("A port stays reserved: {}", e.getMessage());
            }
        }
    }

    /** Lets go of them; whoever listens there goes on. */
    @Override
    public void close() {
        close(bound);
    }
}
