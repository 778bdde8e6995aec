package io.headwater.deploy.process;

import java.util.List;

/** Everything that is wrong with the files of a configuration, one sentence each. */
public final class WrongConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongConfiguration(List<String> sentences) {
        super(String.join("\n", sentences));
    }
}
