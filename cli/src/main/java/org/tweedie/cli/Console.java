package org.tweedie.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a command is connected to.
 *
 * @param in standard input
 * @param out where results go
 * @param err where progress and errors go
 * @param terminal whether {@code err} is a terminal, on which a line can be rewritten
 * @param home the folder of the runtime image, which holds {@code plugins} and {@code demo}
 */
record Console(
    InputStream in, PrintStream out, PrintStream err, boolean terminal, Optional<Path> home) {}
