// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_MACROS_H
#define CHAKRA_MACROS_H

#include <Chakra/options.h>

/*!
    \file
    The CHAKRA_ macros. Each is an ordinary Q_PROPERTY with READ, WRITE and NOTIFY and one
    Q_CLASSINFO that carries the options as text; moc sees only those. Q_OBJECT is never hidden in
    one of them (build tools look for it), and each leaves the access at public.
*/
//! \cond

// Each macro passes a closing Chakra::Detail::none on, so that a variadic part is never empty.

// Block-scope using-declarations: they win over members of the model and over functions of the C
// library of the same names, which a using-directive does not.
#define CHAKRA_USING_OPTIONS                                                                       \
    using Chakra::Options::autoIncrement;                                                          \
    using Chakra::Options::AsDeclared;                                                             \
    using Chakra::Options::backPopulates;                                                          \
    using Chakra::Options::Cascade;                                                                \
    using Chakra::Options::column;                                                                 \
    using Chakra::Options::decimal;                                                                \
    using Chakra::Options::defaultNow;                                                             \
    using Chakra::Options::defaultValue;                                                           \
    using Chakra::Options::Delete;                                                                 \
    using Chakra::Options::foreignKey;                                                             \
    using Chakra::Options::index;                                                                  \
    using Chakra::Options::indexTogether;                                                          \
    using Chakra::Options::IsoT;                                                                   \
    using Chakra::Options::maxLength;                                                              \
    using Chakra::Options::naming;                                                                 \
    using Chakra::Options::NoAction;                                                               \
    using Chakra::Options::nullable;                                                               \
    using Chakra::Options::onDelete;                                                               \
    using Chakra::Options::onRemove;                                                               \
    using Chakra::Options::onUpdate;                                                               \
    using Chakra::Options::orderBy;                                                                \
    using Chakra::Options::PascalCase;                                                             \
    using Chakra::Options::primaryKey;                                                             \
    using Chakra::Options::Restrict;                                                               \
    using Chakra::Options::SetDefault;                                                             \
    using Chakra::Options::SetNull;                                                                \
    using Chakra::Options::SnakeCase;                                                              \
    using Chakra::Options::storedAs;                                                               \
    using Chakra::Options::symmetrical;                                                            \
    using Chakra::Options::text;                                                                   \
    using Chakra::Options::through;                                                                \
    using Chakra::Options::unique;                                                                 \
    using Chakra::Options::uniqueTogether;                                                         \
    using Chakra::Options::UnixMs;                                                                 \
    using Chakra::Options::updatedNow;                                                             \
    using Chakra::Options::version

// A type that begins with std:: is a std::optional: what QML, property() and item models see of it
// is a QVariant. Pasting the first token tells the two apart, for moc too.
#define CHAKRA_PROBE_std ~, QVariant, CHAKRA_OPTIONAL,
#define CHAKRA_SECOND(first, second, third, ...) second
#define CHAKRA_THIRD(first, second, third, ...) third
#define CHAKRA_PROPERTY_TYPE_I(...) CHAKRA_SECOND(__VA_ARGS__)
#define CHAKRA_PROPERTY_TYPE(Type) CHAKRA_PROPERTY_TYPE_I(CHAKRA_PROBE_##Type, Type, CHAKRA_PLAIN, ~)
#define CHAKRA_PROPERTY_FORM_I(...) CHAKRA_THIRD(__VA_ARGS__)
#define CHAKRA_PROPERTY_FORM(Type) CHAKRA_PROPERTY_FORM_I(CHAKRA_PROBE_##Type, Type, CHAKRA_PLAIN, ~)
#define CHAKRA_CAT_I(a, b) a##b
#define CHAKRA_CAT(a, b) CHAKRA_CAT_I(a, b)

#define CHAKRA_PLAIN_PROPERTY(PropertyType, Name, Setter)                                          \
    Q_PROPERTY(PropertyType Name READ Name WRITE Setter NOTIFY Name##Changed)
#define CHAKRA_OPTIONAL_PROPERTY(PropertyType, Name, Setter)                                       \
    Q_PROPERTY(PropertyType Name READ chakraRead_##Name WRITE chakraWrite_##Name NOTIFY Name##Changed)

#define CHAKRA_DECLARE_PROPERTY(Type, Name, Setter)                                                \
    CHAKRA_CAT(CHAKRA_PROPERTY_FORM(Type), _PROPERTY)(CHAKRA_PROPERTY_TYPE(Type), Name, Setter)

#ifdef Q_MOC_RUN

// moc spoils a literal with a backslash in it when it stringifies it. So the options that take a
// name, and the default of a text, hand their literals on as they are: such an option has a \036 in
// front, and between its literals. All others are stringified, mistyped ones too: the compiler then
// finds them. Behind each stands a \037.
#  define CHAKRA_OPTION_ ~, "",
#  define CHAKRA_OPTION_column(Literal) ~, "\036column(\"" Literal "\")\037",
#  define CHAKRA_OPTION_foreignKey(Literal) ~, "\036foreignKey(\"" Literal "\")\037",
#  define CHAKRA_OPTION_backPopulates(Literal) ~, "\036backPopulates(\"" Literal "\")\037",
#  define CHAKRA_OPTION_through(...) ~, CHAKRA_THROUGH(__VA_ARGS__, 3, 1, 1)(__VA_ARGS__),
#  define CHAKRA_THROUGH(a, b, c, Count, ...) CHAKRA_CAT(CHAKRA_THROUGH_, Count)
#  define CHAKRA_THROUGH_1(Table, ...) "\036through(\"" Table "\")\037"
#  define CHAKRA_THROUGH_3(Table, Own, Other)                                                      \
      "\036through(\"" Table "\"\036\"" Own "\"\036\"" Other "\")\037"
// Such a default is a literal unless it begins as something that makes a QString of one.
#  define CHAKRA_DEFAULT_u ~,
#  define CHAKRA_DEFAULT_QString ~,
#  define CHAKRA_OPTION_OF_QString_defaultValue(Value)                                             \
      ~, CHAKRA_THIRD_I(CHAKRA_DEFAULT_##Value, "defaultValue(" #Value ")\037",                    \
                        "\036defaultValue(\"" Value "\")\037", ~),
#  define CHAKRA_OPTION_OF_QByteArray_defaultValue(Literal)                                        \
      ~, "\036defaultValue(\"" Literal "\")\037",

#  define CHAKRA_SECOND_I(...) CHAKRA_SECOND(__VA_ARGS__)
#  define CHAKRA_THIRD_I(...) CHAKRA_THIRD(__VA_ARGS__)
#  define CHAKRA_OPTION(Type, Option)                                                              \
      CHAKRA_SECOND_I(CHAKRA_OPTION_##Option,                                                      \
                      CHAKRA_SECOND_I(CHAKRA_OPTION_OF_##Type##_##Option, #Option "\037", ~), ~)
#  define CHAKRA_OPTIONS_I(Type, a, b, c, d, e, f, g, h, i, j, k, l, ...)                          \
      CHAKRA_OPTION(Type, a) CHAKRA_OPTION(Type, b) CHAKRA_OPTION(Type, c) CHAKRA_OPTION(Type, d)  \
      CHAKRA_OPTION(Type, e) CHAKRA_OPTION(Type, f) CHAKRA_OPTION(Type, g) CHAKRA_OPTION(Type, h)  \
      CHAKRA_OPTION(Type, i) CHAKRA_OPTION(Type, j) CHAKRA_OPTION(Type, k) CHAKRA_OPTION(Type, l)  \
      #__VA_ARGS__
#  define CHAKRA_OPTIONS(...) CHAKRA_OPTIONS_I(__VA_ARGS__, , , , , , , , , , , , ,)
#  define CHAKRA_TABLE_Chakra ~, "",
#  define CHAKRA_TABLE(Table) CHAKRA_SECOND_I(CHAKRA_TABLE_##Table, "\036\"" Table "\"\037", ~)

#  define CHAKRA_MODEL_II(Class, Table, ...)                                                       \
      Q_CLASSINFO("chakra.model", #Class ";" CHAKRA_TABLE(Table) CHAKRA_OPTIONS(~, __VA_ARGS__))
#  define CHAKRA_FIELD_II(Type, Name, Setter, ...)                                                 \
      CHAKRA_DECLARE_PROPERTY(Type, Name, Setter)                                                  \
      Q_CLASSINFO("chakra.field." #Name, #Type ";" CHAKRA_OPTIONS(Type, __VA_ARGS__))              \
  public:                                                                                          \
      Q_SIGNAL void Name##Changed();
#  define CHAKRA_TO_ONE_II(Kind, Type, Name, Setter, ...)                                          \
      Q_PROPERTY(Type *Name READ Name WRITE Setter NOTIFY Name##Changed)                           \
      Q_CLASSINFO("chakra.relation." #Name, Kind ";" #Type ";" CHAKRA_OPTIONS(~, __VA_ARGS__))     \
  public:                                                                                          \
      Q_SIGNAL void Name##Changed();
#  define CHAKRA_TO_MANY_II(Kind, Type, Name, ...)                                                 \
      Q_MOC_INCLUDE(<QtCore/qabstractitemmodel.h>)                                                 \
      Q_PROPERTY(QAbstractItemModel *Name READ chakraModel_##Name NOTIFY Name##Changed)            \
      Q_CLASSINFO("chakra.relation." #Name, Kind ";" #Type ";" CHAKRA_OPTIONS(~, __VA_ARGS__))     \
  public:                                                                                          \
      Q_SIGNAL void Name##Changed();
#  define CHAKRA_COLUMN_II(Name, ...)                                                              \
      Q_CLASSINFO("chakra.column." #Name, ";" CHAKRA_OPTIONS(~, __VA_ARGS__))
#else

#  define CHAKRA_CHECK_NAMES(Name, Setter)                                                         \
      static_assert(!Chakra::Detail::isReserved(#Name),                                            \
                    "Chakra: a property named '" #Name "' would hide a member of QObject or "      \
                    "Chakra::Model: give it another name and say column(\"...\")");                \
      static_assert(!Chakra::Detail::isReserved(#Setter),                                          \
                    "Chakra: a setter named '" #Setter "' would hide a member of QObject or "      \
                    "Chakra::Model: give it another name");

#  define CHAKRA_CHECK_OPTIONS(...)                                                                \
      static_assert([] {                                                                           \
          CHAKRA_USING_OPTIONS;                                                                    \
          return Chakra::Detail::areOptions(__VA_ARGS__);                                          \
      }(), "Chakra: every argument here must be an option of Chakra::Options");

#  define CHAKRA_CHECK_DEFAULT(Type, Text)                                                         \
      static_assert(Chakra::Detail::isPlainDefault(Type, Text),                                    \
                    "Chakra: write this defaultValue() as one plain literal; only that of a "      \
                    "QString or QByteArray may have a backslash in it");

#  define CHAKRA_MODEL_II(Class, Table, ...)                                                       \
      CHAKRA_CHECK_OPTIONS(__VA_ARGS__)                                                            \
  public:                                                                                          \
      using ChakraModel = Class;                                                                   \
      static bool chakraRegister()                                                                 \
      {                                                                                            \
          static_assert(std::is_base_of_v<Chakra::Model, Class>,                                   \
                        "Chakra: a model derives from Chakra::Model");                             \
          static_assert(std::is_same_v<decltype(&Class::qt_metacall),                              \
                                       int (Class::*)(QMetaObject::Call, int, void **)>,           \
                        "Chakra: a model has no properties without the macro Q_OBJECT: write it "  \
                        "above CHAKRA_MODEL, on a line of its own");                               \
          static_assert(std::is_default_constructible_v<Class>,                                    \
                        "Chakra: a model has a public constructor that needs no argument, so "     \
                        "that rows can become objects");                                           \
          return Chakra::Detail::registerModel(&staticMetaObject);                                 \
      }                                                                                            \
      static Chakra::QuerySet<Class> objects()                                                     \
      {                                                                                            \
          return Chakra::Detail::objectsOf<Class>();                                               \
      }                                                                                            \
      static Chakra::QuerySet<Class> objects(Chakra::Session &session)                             \
      {                                                                                            \
          return Chakra::Detail::objectsOf<Class>(session);                                        \
      }                                                                                            \
      static Chakra::QuerySet<Class> objects(const Chakra::Model *object)                          \
      {                                                                                            \
          return Chakra::Detail::objectsOf<Class>(object);                                         \
      }                                                                                            \
                                                                                                   \
  private:                                                                                         \
      [[maybe_unused]] void chakraCheckClass() const                                               \
      {                                                                                            \
          static_assert(std::is_same_v<decltype(this), const Class *>,                             \
                        "Chakra: CHAKRA_MODEL names " #Class ", but stands in another class");     \
      }                                                                                            \
      static inline const bool chakraRegistered = Class::chakraRegister();                         \
                                                                                                   \
  public:

#  define CHAKRA_PLAIN_ACCESS(Type, Name, Setter)
#  define CHAKRA_OPTIONAL_ACCESS(Type, Name, Setter)                                               \
      static_assert(Chakra::Detail::IsOptionalType<Type>::value,                                   \
                    "Chakra: the type of '" #Name "' begins with std::, but is no std::optional: " \
                    "write Qt's name of it, such as qint64 or QString");                           \
      QVariant chakraRead_##Name() const { return Chakra::Detail::toVariant(m_chakra_##Name); }    \
      void chakraWrite_##Name(const QVariant &value)                                               \
      {                                                                                            \
          Type typed;                                                                              \
          if (Chakra::Detail::fromVariant(value, typed, this, #Name))                              \
              Setter(typed);                                                                       \
      }

#  define CHAKRA_FIELD_II(Type, Name, Setter, ...)                                                 \
      CHAKRA_CHECK_NAMES(Name, Setter)                                                             \
      CHAKRA_CHECK_DEFAULT(#Type, #__VA_ARGS__)                                                    \
  private:                                                                                         \
      static Type chakraInitial_##Name()                                                           \
      {                                                                                            \
          CHAKRA_USING_OPTIONS;                                                                    \
          return Chakra::Detail::initialValue<Type>(__VA_ARGS__);                                  \
      }                                                                                            \
      Type m_chakra_##Name = chakraInitial_##Name();                                               \
                                                                                                   \
  public:                                                                                          \
      Type Name() const                                                                            \
      {                                                                                            \
          if (chakraIsIncomplete()) [[unlikely]]                                                   \
              chakraComplete(staticMetaObject.indexOfProperty(#Name));                             \
          return m_chakra_##Name;                                                                  \
      }                                                                                            \
      void Setter(const Type &value)                                                               \
      {                                                                                            \
          static Chakra::Detail::PropertyIndex chakraProperty;                                     \
          chakraAssign(chakraProperty.of(staticMetaObject, #Name), m_chakra_##Name, value);        \
      }                                                                                            \
      CHAKRA_CAT(CHAKRA_PROPERTY_FORM(Type), _ACCESS)(Type, Name, Setter)                          \
      Q_SIGNAL void Name##Changed();

#  define CHAKRA_TO_ONE_II(Kind, Type, Name, Setter, ...)                                          \
      CHAKRA_CHECK_NAMES(Name, Setter)                                                             \
      CHAKRA_CHECK_OPTIONS(__VA_ARGS__)                                                            \
  public:                                                                                          \
      Type *Name() const                                                                           \
      {                                                                                            \
          static Chakra::Detail::PropertyIndex chakraProperty;                                     \
          return reinterpret_cast<Type *>(                                                         \
                  chakraRelated(chakraProperty.of(staticMetaObject, #Name)));                      \
      }                                                                                            \
      void Setter(Type *value)                                                                     \
      {                                                                                            \
          static Chakra::Detail::PropertyIndex chakraProperty;                                     \
          chakraSetRelated(chakraProperty.of(staticMetaObject, #Name),                             \
                           reinterpret_cast<Chakra::Model *>(value));                              \
      }                                                                                            \
      Q_SIGNAL void Name##Changed();

#  define CHAKRA_TO_MANY_II(Kind, Type, Name, ...)                                                 \
      CHAKRA_CHECK_NAMES(Name, Name)                                                               \
      CHAKRA_CHECK_OPTIONS(__VA_ARGS__)                                                            \
  public:                                                                                          \
      Chakra::RelatedList<Type> Name() const                                                       \
      {                                                                                            \
          static Chakra::Detail::PropertyIndex chakraProperty;                                     \
          return Chakra::RelatedList<Type>(this, chakraProperty.of(staticMetaObject, #Name));      \
      }                                                                                            \
      QAbstractItemModel *chakraModel_##Name() const { return Name().model(); }                    \
      Q_SIGNAL void Name##Changed();

#  define CHAKRA_COLUMN_II(Name, ...)                                                              \
      CHAKRA_CHECK_DEFAULT("", #__VA_ARGS__)                                                       \
      static_assert(Chakra::Detail::areOptionNames(#__VA_ARGS__),                                  \
                    "Chakra: every argument behind the property's name must be an option of "      \
                    "Chakra::Options");
#endif

#define CHAKRA_MODEL_I(...) CHAKRA_MODEL_II(__VA_ARGS__)
#define CHAKRA_FIELD_I(...) CHAKRA_FIELD_II(__VA_ARGS__)
#define CHAKRA_TO_ONE_I(...) CHAKRA_TO_ONE_II(__VA_ARGS__)
#define CHAKRA_TO_MANY_I(...) CHAKRA_TO_MANY_II(__VA_ARGS__)
#define CHAKRA_COLUMN_I(...) CHAKRA_COLUMN_II(__VA_ARGS__)
//! \endcond

/*!
    CHAKRA_MODEL(Class, "table", options…): the class is a model, stored in the table. Options:
    \c uniqueTogether, \c indexTogether, \c orderBy, \c naming of Chakra::Options.

    It stands below Q_OBJECT, which is written out on a line of its own, in the class that it names.
    The class gets the static functions \c objects(), the query for all rows in the innermost
    session of this thread (without one its runs fail with Error::Usage), \c objects(session), in
    that session, and \c objects(object), in the session of that object. They run nothing. The class
    is registered when the program starts, and by each typed use of it. What follows the macro is
    public.
*/
#define CHAKRA_MODEL(...) CHAKRA_MODEL_I(__VA_ARGS__, Chakra::Detail::none)
/*!
    CHAKRA_FIELD(Type, name, setName, options…): a property and its column. Options: those of
    Chakra::Options for fields.

    The class gets the getter \c name(), the setter, which ignores the present value and else
    notifies once, and the signal \c nameChanged(). A change is written by the next commit. A
    std::optional is a column that can be null; for QML and property() the property is then a
    QVariant. A name that would hide a member of QObject or Chakra::Model does not compile.
*/
#define CHAKRA_FIELD(...) CHAKRA_FIELD_I(__VA_ARGS__, Chakra::Detail::none)
/*!
    CHAKRA_COLUMN(name, options…): the hand-written Q_PROPERTY of this name is a column. Options: as
    CHAKRA_FIELD, and \c getter(name) where the getter is not called as the property. Changes are
    seen by the NOTIFY signal, or at the commit where the property has none.
*/
#define CHAKRA_COLUMN(...) CHAKRA_COLUMN_I(__VA_ARGS__, Chakra::Detail::none)
/*!
    CHAKRA_ONE_TO_ONE(Type, name, setName, options…): the one row on the other side. The side that
    has the foreign key, a unique field, owns the relation. Options: \c backPopulates, \c
    foreignKey, \c onRemove.

    The getter \c name() gives the object or null and loads it when it is not loaded (1 statement,
    for the object and its peers); the setter changes memory only, both sides and the key, and
    notifies.
*/
#define CHAKRA_ONE_TO_ONE(...) CHAKRA_TO_ONE_I("oneToOne", __VA_ARGS__, Chakra::Detail::none)
/*!
    CHAKRA_MANY_TO_ONE(Type, name, setName, options…): the row that a foreign key field of this
    class refers to. Options: \c backPopulates, \c foreignKey.

    Getter and setter as those of CHAKRA_ONE_TO_ONE. Setting the relation sets the key, and the
    other way round.
*/
#define CHAKRA_MANY_TO_ONE(...) CHAKRA_TO_ONE_I("manyToOne", __VA_ARGS__, Chakra::Detail::none)
/*!
    CHAKRA_ONE_TO_MANY(Type, name, options…): the list of the rows whose key refers to this one.
    Options: \c backPopulates, \c foreignKey, \c orderBy, \c onRemove.

    The getter \c name() gives a Chakra::RelatedList; the property of that name, for QML and views,
    is its item model. \c nameChanged() tells that the members changed.
*/
#define CHAKRA_ONE_TO_MANY(...) CHAKRA_TO_MANY_I("oneToMany", __VA_ARGS__, Chakra::Detail::none)
/*!
    CHAKRA_MANY_TO_MANY(Type, name, through("table"), options…): the list of the rows that a
    junction table pairs with this one. Options: \c through, \c backPopulates, \c orderBy, \c
    symmetrical. Getter and property as those of CHAKRA_ONE_TO_MANY.
*/
#define CHAKRA_MANY_TO_MANY(...) CHAKRA_TO_MANY_I("manyToMany", __VA_ARGS__, Chakra::Detail::none)

#endif // CHAKRA_MACROS_H
