pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// What the item asks for and gives, before it begins.
KioskPage {
    id: root
    heading: Theme.say(page.title)
    lead: Theme.say(page.department)

    component Fact: Panel {
        id: fact
        property string symbol
        property string name
        property string value
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.preferredWidth: 100
        implicitHeight: inner.implicitHeight + 52
        ColumnLayout {
            id: inner
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 32 }
            spacing: 6
            RowLayout {
                spacing: 14
                Icon { name: fact.symbol; side: 40; color: Theme.good }
                Paragraph { Layout.fillWidth: true; text: fact.name; color: Theme.muted }
            }
            Heading { Layout.fillWidth: true; text: fact.value; font.pixelSize: Theme.label + 4 }
        }
    }

    RowLayout {
        Layout.fillWidth: true
        Layout.fillHeight: false
        spacing: Theme.gap
        Fact { symbol: "calendar-check"; name: qsTr("什么时候办好"); value: Theme.say(root.page.promised) }
        Fact { symbol: "banknote"; name: qsTr("收费"); value: Theme.say(root.page.fee) }
    }
    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: sheet.implicitHeight + 80
        ColumnLayout {
            id: sheet
            anchors { fill: parent; margins: 44 }
            spacing: 28
            Heading {
                Layout.fillWidth: true
                visible: root.page.materials.length > 0
                text: qsTr("要带什么")
                font.pixelSize: Theme.title - 2
            }
            Repeater {
                model: root.page.materials
                RowLayout {
                    id: material
                    required property var modelData
                    Layout.fillWidth: true
                    spacing: 24
                    Icon { Layout.alignment: Qt.AlignTop; Layout.topMargin: 4; name: "file-text"; side: Math.round(40 * Theme.scale); color: Theme.ink }
                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 0
                        Paragraph { Layout.fillWidth: true; text: Theme.say(material.modelData.name); font { pixelSize: Theme.label; weight: Font.Bold } }
                        Paragraph { Layout.fillWidth: true; visible: text !== ""; text: Theme.say(material.modelData.note); font.pixelSize: Theme.caption; color: Theme.muted }
                    }
                    Rectangle {
                        Layout.alignment: Qt.AlignTop
                        implicitWidth: need.implicitWidth + 36
                        implicitHeight: need.implicitHeight + 14
                        radius: height / 2
                        color: Theme.goodSoft
                        border { width: Theme.edge; color: Theme.good }
                        Text {
                            id: need
                            anchors.centerIn: parent
                            text: Theme.say(material.modelData.necessity)
                            font { family: Theme.sans; pixelSize: Theme.caption; weight: Font.Medium }
                            color: Theme.goodDeep
                        }
                    }
                }
            }
            Item { Layout.fillHeight: true; Layout.fillWidth: true }
            Rectangle {
                Layout.fillWidth: true
                visible: root.page.materials.length > 0 && root.page.conditions.length > 0
                implicitHeight: 2
                color: Theme.line
            }
            Item { Layout.fillHeight: true; Layout.fillWidth: true }
            Heading {
                Layout.fillWidth: true
                visible: root.page.conditions.length > 0
                text: qsTr("谁可以办")
                font.pixelSize: Theme.title - 2
            }
            Repeater {
                model: root.page.conditions
                RowLayout {
                    id: condition
                    required property var modelData
                    Layout.fillWidth: true
                    spacing: 24
                    Icon { Layout.alignment: Qt.AlignTop; Layout.topMargin: 4; name: "check"; side: Math.round(40 * Theme.scale); color: Theme.good }
                    Paragraph { Layout.fillWidth: true; text: Theme.say(condition.modelData); font.pixelSize: Theme.label }
                }
            }
            Item { Layout.fillHeight: true; Layout.fillWidth: true }
            Paragraph {
                Layout.fillWidth: true
                visible: text !== ""
                text: Theme.say(root.page.label)
                font.pixelSize: Theme.caption
                color: Theme.muted
            }
        }
    }
    actions: KioskButton {
        objectName: "action_next"
        Layout.fillWidth: true
        Layout.fillHeight: true
        text: qsTr("开始办理")
        onClicked: Shell.answer("next")
    }
}
