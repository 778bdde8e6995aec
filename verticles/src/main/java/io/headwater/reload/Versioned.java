package io.headwater.reload;

import java.nio.file.Path;
import java.util.Set;

/** Configuration that says which of its versions it is; two that are equal need no change from one to the other. */
public interface Versioned {

    /** A few letters and digits that are the same wherever the same files are read. */
    String version();

    /** All that it was read from, but for secrets. */
    Set<Path> files();
}
