package io.headwater.collector.spool;

import java.io.IOException;
import java.nio.file.Path;

/** A process that has the spool in the folder named as argument, with one record in it, until its input ends. */
final class SpoolHolder {
    private SpoolHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (Spool spool = new SpoolFolder(Path.of(arguments[0])).open()) {
            SpoolFolder.append(spool, "of the other process");
            System.out.println("holding");
            while (System.in.read() >= 0) {
                // until the input ends
            }
        }
    }
}
