package dev.carousel.plugin;

/**
 * A type that experiments can name.
 *
 * @param <T> the kind
 * @param kind what it is one of, such as {@code Cell.class}
 * @param name its name in JSON, such as "lstm"; lower case with dashes
 * @param prototype an instance whose components are the defaults of the JSON keys; a null component
 *     has no default and must be given
 * @param module the module that contributes it, such as "cells-gru"
 */
public record NamedType<T>(Class<T> kind, String name, T prototype, String module) {}
