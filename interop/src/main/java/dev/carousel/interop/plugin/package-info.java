/** What the module contributes. */
package dev.carousel.interop.plugin;
