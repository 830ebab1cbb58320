package org.tweedie.engine.catalogue;

import java.nio.file.Path;
import java.util.Optional;
import org.tweedie.api.spi.Provider;

/**
 * A provider that can be used.
 *
 * @param kind what it provides
 * @param id its unique id
 * @param title one line
 * @param module the name of its module, or "class path"
 * @param version the version of its module; empty if it has none
 * @param origin the plug-in folder that it came from; empty if it belongs to the program
 * @param provider the provider itself
 */
public record Found(
    Kind kind,
    String id,
    String title,
    String module,
    Optional<String> version,
    Optional<Path> origin,
    Provider provider) {}
