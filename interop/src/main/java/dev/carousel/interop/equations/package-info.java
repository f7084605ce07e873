/** Whether two cells are the same, told by their equations alone. */
package dev.carousel.interop.equations;
