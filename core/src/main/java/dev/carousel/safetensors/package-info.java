/** The file format in which weights are kept. */
package dev.carousel.safetensors;
