/** Classes, what is said of them and how right it is. */
package dev.carousel.classification;
