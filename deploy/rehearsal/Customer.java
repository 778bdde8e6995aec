import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A customer's webhook: says 200 to everything, and writes each event's id and the moment it came. {@code HOST PORT FILE} */
public final class Customer {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private Customer() {}

    public static void main(String[] args) throws IOException {
        PrintStream journal = new PrintStream(Files.newOutputStream(Path.of(args[2])), true);
        HttpServer server = HttpServer.create(new InetSocketAddress(args[0], Integer.parseInt(args[1])), 1024);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.createContext("/", exchange -> take(exchange, journal));
        server.start();
        System.out.println("listens");
    }

    private static void take(HttpExchange exchange, PrintStream journal) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        long now = System.currentTimeMillis();
        Matcher matcher = ID.matcher(body);
        while (matcher.find()) {
            journal.println(matcher.group(1) + " " + now);
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }
}
