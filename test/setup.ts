// CommonJS packages that require Nest (an ES module) meet it half loaded in Jest unless Nest comes first.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
